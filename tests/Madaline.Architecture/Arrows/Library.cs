using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Madaline.Architecture.Arrows;

/// <summary>A use of one member or type by another: where it is, and what is used where.</summary>
internal sealed record Arrow(string From, string FromFolder, string To, string ToFolder);

/// <summary>
/// The library as it was compiled: which type or method names which. Folders are those of the source files, which the
/// debugging symbols name for each method, so that the parts of <c>Tensor</c> count where they are written.
/// </summary>
internal sealed class Library : IDisposable
{
    private static readonly NamedTypes Types = new();

    private readonly PEReader _image;
    private readonly MetadataReaderProvider _symbols;
    private readonly MetadataReader _reader, _sources;
    private readonly Dictionary<string, string> _declared;
    private readonly SourceFile[] _parts;
    private readonly Dictionary<TypeDefinitionHandle, string> _folders = [];
    private readonly Dictionary<(TypeDefinitionHandle, string), string> _abstract = [];

    public Library(string path, string project)
    {
        _image = new PEReader(File.OpenRead(path));
        _reader = _image.GetMetadataReader();
        _symbols = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(Path.ChangeExtension(path, ".pdb")));
        _sources = _symbols.GetMetadataReader();
        Project = project;
        _declared = Declarations.Of(project);
        _parts = [.. SourceTree.Files(project).Where(f => f.Code.Contains("abstract partial class", StringComparison.Ordinal))];
    }

    private string Project { get; }

    public void Dispose()
    {
        _symbols.Dispose();
        _image.Dispose();
    }

    /// <summary>Every use of one folder's code by another folder's, each once.</summary>
    public IEnumerable<Arrow> Arrows()
    {
        var found = new HashSet<Arrow>();
        foreach (var handle in _reader.TypeDefinitions)
        {
            var type = _reader.GetTypeDefinition(handle);
            string name = NameOf(handle);
            foreach (var used in OfType(type))
                Add(found, name, ClosureFolder(type) ?? FolderOf(handle), used);
            foreach (var (used, place) in OfFields(handle))
                Add(found, name, place, (used, null));
            foreach (var method in type.GetMethods())
            {
                foreach (var used in OfMethod(method))
                    Add(found, name, FolderOf(method), used);
            }
        }

        return found;
    }

    private void Add(HashSet<Arrow> found, string from, string fromFolder, (TypeDefinitionHandle Type, string? Folder) to)
    {
        string folder = to.Folder ?? FolderOf(to.Type);
        if (folder != "" && fromFolder != "" && folder != fromFolder)
            found.Add(new Arrow(from, fromFolder, NameOf(to.Type), folder));
    }

    private IEnumerable<(TypeDefinitionHandle, string?)> OfType(TypeDefinition type)
    {
        IEnumerable<EntityHandle> bases = type.GetInterfaceImplementations()
            .Select(i => _reader.GetInterfaceImplementation(i).Interface).Append(type.BaseType);
        var limits = type.GetGenericParameters().SelectMany(p => _reader.GetGenericParameter(p).GetConstraints())
            .Select(c => _reader.GetGenericParameterConstraint(c).Type);
        return bases.Concat(limits).Where(b => !b.IsNil).SelectMany(Resolve);
    }

    /// <summary>The types of a type's fields, with the folder that a field counts in.</summary>
    private IEnumerable<(TypeDefinitionHandle Type, string Folder)> OfFields(TypeDefinitionHandle handle)
    {
        var type = _reader.GetTypeDefinition(handle);
        foreach (var field in type.GetFields().Select(_reader.GetFieldDefinition))
        {
            string folder = FolderOf(field, type) ?? FolderOf(handle);
            foreach (var named in field.DecodeSignature(Types, null))
                yield return (named, folder);
        }
    }

    /// <summary>A property's field counts where the property is written.</summary>
    private string? FolderOf(FieldDefinition field, TypeDefinition type)
    {
        string name = _reader.GetString(field.Name);
        string? getter = name.StartsWith('<') ? $"get_{name[1..name.IndexOf('>')]}" : null;
        foreach (var method in type.GetMethods())
        {
            if (_reader.GetString(_reader.GetMethodDefinition(method).Name) == getter)
                return FolderOf(method);
        }

        return ClosureFolder(type);
    }

    /// <summary>The closure of a lambda counts where the lambda is written; null for other types.</summary>
    private string? ClosureFolder(TypeDefinition type)
    {
        if (!_reader.GetString(type.Name).StartsWith('<'))
            return null;
        foreach (var method in type.GetMethods())
        {
            if (!_reader.GetString(_reader.GetMethodDefinition(method).Name).StartsWith('.'))
                return FolderOf(method);
        }

        return null;
    }

    private IEnumerable<(TypeDefinitionHandle, string?)> OfMethod(MethodDefinitionHandle handle)
    {
        var method = _reader.GetMethodDefinition(handle);
        var signature = method.DecodeSignature(Types, null);
        IEnumerable<TypeDefinitionHandle> named = signature.ParameterTypes.Append(signature.ReturnType).SelectMany(t => t);
        if (method.RelativeVirtualAddress == 0)
            return named.Select(t => (t, (string?)null));
        var body = _image.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
        {
            named = named.Concat(_reader.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(Types, null)
                .SelectMany(t => t));
        }

        return named.Select(t => (t, (string?)null))
            .Concat(Instructions.Tokens(body.GetILReader()).SelectMany(Resolve));
    }

    /// <summary>The types that a token names; a method's folder where it is that of a part of its type.</summary>
    private IEnumerable<(TypeDefinitionHandle, string?)> Resolve(EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                return [((TypeDefinitionHandle)handle, null)];
            case HandleKind.TypeSpecification:
                return _reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(Types, null)
                    .Select(t => (t, (string?)null));
            case HandleKind.FieldDefinition:
                return [(_reader.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType(), null)];
            case HandleKind.MethodDefinition:
                var method = (MethodDefinitionHandle)handle;
                return [(_reader.GetMethodDefinition(method).GetDeclaringType(), FolderOf(method))];
            case HandleKind.MethodSpecification:
                var instance = _reader.GetMethodSpecification((MethodSpecificationHandle)handle);
                return Resolve(instance.Method).Concat(instance.DecodeSignature(Types, null).SelectMany(t => t)
                    .Select(t => (t, (string?)null)));
            case HandleKind.MemberReference:
                return Resolve(_reader.GetMemberReference((MemberReferenceHandle)handle).Parent);
            default:
                return [];
        }
    }

    /// <summary>The outermost type: what is nested is part of it.</summary>
    private string NameOf(TypeDefinitionHandle handle)
    {
        var type = Outermost(handle);
        return _reader.GetString(type.Name).Split('`')[0];
    }

    private TypeDefinition Outermost(TypeDefinitionHandle handle)
    {
        var type = _reader.GetTypeDefinition(handle);
        return type.GetDeclaringType() is { IsNil: false } outer ? Outermost(outer) : type;
    }

    private string FolderOf(TypeDefinitionHandle handle)
    {
        if (!_folders.TryGetValue(handle, out string? folder))
            _folders[handle] = folder = _declared.GetValueOrDefault($"{_reader.GetString(Outermost(handle).Namespace)}.{NameOf(handle)}", "");
        return folder;
    }

    private string FolderOf(MethodDefinitionHandle method)
    {
        var information = _sources.GetMethodDebugInformation(method);
        if (information.Document.IsNil)
            return OfAbstract(_reader.GetMethodDefinition(method));
        string document = _sources.GetString(_sources.GetDocument(information.Document).Name).Replace('\\', '/');
        int at = document.LastIndexOf($"/{Project}/", StringComparison.Ordinal);
        return at < 0 ? "" : Declarations.FolderOf(document[(at + 1)..]);
    }

    private string OfAbstract(MethodDefinition method)
    {
        var type = method.GetDeclaringType();
        string name = _reader.GetString(method.Name), called = name.StartsWith("get_", StringComparison.Ordinal) ? name[4..] : name;
        if (!_abstract.TryGetValue((type, called), out string? folder))
            _abstract[(type, called)] = folder = Declarations.OfAbstract(_parts, NameOf(type), called) ?? FolderOf(type);
        return folder;
    }
}
