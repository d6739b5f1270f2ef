using System.Runtime.CompilerServices;

namespace Fairlead.Vpc.Machine;

/// <summary>Words that are put together only where something is wrong: a check that holds must cost nothing.</summary>
[InterpolatedStringHandler]
internal ref struct FaultText
{
    private DefaultInterpolatedStringHandler _text;

    public FaultText(int literalLength, int formattedCount, bool holds, out bool isWanted)
    {
        isWanted = !holds;
        _text = holds ? default : new DefaultInterpolatedStringHandler(literalLength, formattedCount);
    }

    public void AppendLiteral(string text) => _text.AppendLiteral(text);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    public string Done() => _text.ToStringAndClear();
}
