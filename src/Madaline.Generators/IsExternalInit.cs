namespace System.Runtime.CompilerServices;

/// <summary>Lets records compile for a framework older than they are.</summary>
internal static class IsExternalInit;
