using System.Runtime.InteropServices;

namespace Fairlead.Bench.Processes;

/// <summary>Strings as C's <c>char *[]</c>, with a null at its end.</summary>
public sealed unsafe class StringArray : IDisposable
{
    private readonly int _count;

    public StringArray(IReadOnlyList<string> strings)
    {
        _count = strings.Count;
        Start = (byte**)NativeMemory.AllocZeroed((nuint)(strings.Count + 1), (nuint)sizeof(byte*));
        for (var i = 0; i < strings.Count; i++)
        {
            Start[i] = (byte*)Marshal.StringToCoTaskMemUTF8(strings[i]);
        }
    }

    public byte** Start { get; }

    public void Dispose()
    {
        for (var i = 0; i < _count; i++)
        {
            Marshal.FreeCoTaskMem((nint)Start[i]);
        }

        NativeMemory.Free(Start);
    }
}
