using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Madaline.Studio.Formulas;
using Madaline.Studio.Views;

namespace Madaline.Studio.Explain;

/// <summary>What views say of some moments, so that a page can show them without an engine.</summary>
/// <remarks>
/// Packed with gzip: a length and that many bytes of JSON, then all numbers as little-endian floats. Lists of numbers
/// that are the same, such as the weights of a moment for each sample, are kept once.
/// </remarks>
internal sealed class Recording
{
    /// <summary>No view may take more room than this.</summary>
    private const int MaxNumbersOfView = 3_000_000, MaxFramesOfView = 4000;

    private readonly List<KeptFrame> _frames = [];
    private readonly Dictionary<string, int> _known = [];
    private readonly List<float[]> _lists = [];
    private readonly List<long> _steps = [];
    private readonly Dictionary<string, (long Numbers, int Frames)> _room = [];

    /// <summary>Steps of the moments, in order.</summary>
    public IReadOnlyList<long> Steps => _steps;

    /// <summary>How many answers are kept.</summary>
    public int Frames => _frames.Count;

    /// <summary>Views whose answers did not all find room.</summary>
    public SortedSet<string> CutShort { get; } = [];

    /// <summary>Keeps what all views say of a moment.</summary>
    /// <param name="kept">The moment.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public void Add(KeptMoment kept, CancellationToken cancellationToken)
    {
        _steps.Add(kept.Moment.Stage.Step);
        foreach (View view in ViewCatalog.All)
        {
            ViewArguments? arguments = null;
            foreach (ViewQuestion question in view.Questions(kept))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!HasRoom(view))
                {
                    CutShort.Add(view.Name);
                    break;
                }

                JsonElement json = question.ToJson();
                arguments = question.KeepsMemory && arguments is not null
                    ? arguments.With(json) : new ViewArguments(json);
                if (!Ask(view, kept.Moment, question, arguments))
                    break;
            }
        }
    }

    private bool HasRoom(View view) =>
        _room.GetValueOrDefault(view.Name) is { Numbers: < MaxNumbersOfView, Frames: < MaxFramesOfView };

    /// <summary>Asks until there is no more to see.</summary>
    /// <returns>Whether there was something.</returns>
    private bool Ask(View view, Moment moment, ViewQuestion question, ViewArguments arguments)
    {
        while (true)
        {
            arguments.WantsMore = false;
            var numbers = new List<IReadOnlyList<float>>();
            using var stream = new MemoryStream();
            using (var json = new Utf8JsonWriter(stream))
            {
                json.WriteStartObject();
                try
                {
                    view.Look(moment, arguments, json, numbers);
                }
                catch (Exception e) when (e is ViewException or TensorException)
                {
                    return false;
                }

                json.WriteEndObject();
            }

            if (arguments.WantsMore)
                continue;
            Keep(view, moment.Stage.Step, question, stream.ToArray(), numbers);
            return true;
        }
    }

    private void Keep(View view, long step, ViewQuestion question, byte[] json, List<IReadOnlyList<float>> numbers)
    {
        var room = _room.GetValueOrDefault(view.Name);
        List<int> lists = [];
        foreach (float[] list in numbers.Select(list => list.ToArray()))
        {
            string hash = Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(list.AsSpan())));
            if (_known.TryAdd(hash, _lists.Count))
            {
                _lists.Add(list);
                room.Numbers += list.Length;
            }

            lists.Add(_known[hash]);
        }

        _frames.Add(new KeptFrame(view.Name, question, step, _steps.Count - 1, json, lists));
        _room[view.Name] = (room.Numbers, room.Frames + 1);
    }

    /// <summary>All of it, packed.</summary>
    public byte[] Pack()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            byte[] about = About();
            Span<byte> length = stackalloc byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(length, about.Length);
            gzip.Write(length);
            gzip.Write(about);
            foreach (float[] list in _lists)
            {
                foreach (float number in list)
                {
                    BinaryPrimitives.WriteSingleLittleEndian(length, number);
                    gzip.Write(length);
                }
            }
        }

        return packed.ToArray();
    }

    private byte[] About()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteIntegers("steps", _steps);
            json.WriteIntegers("lists", _lists.Select(list => (long)list.Length));
            json.WriteStartArray("frames");
            foreach (KeptFrame frame in _frames)
                frame.Write(json);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>An answer of a view.</summary>
    private sealed record KeptFrame(
        string View, ViewQuestion Question, long Step, int Moment, byte[] Answer, IReadOnlyList<int> Lists)
    {
        public void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            json.WriteString("view", View);
            json.WritePropertyName("args");
            Question.ToJson().WriteTo(json);
            json.WriteNumber("step", Step);
            json.WriteNumber("moment", Moment);
            json.WritePropertyName("json");
            json.WriteRawValue(Answer);
            json.WriteIntegers("lists", Lists.Select(list => (long)list));
            json.WriteEndObject();
        }
    }
}
