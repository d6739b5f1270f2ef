using System.Diagnostics;

namespace Fairlead.Cloud.Alibaba.Credentials;

/// <summary>Text that must not be seen: whoever prints it, or a record that it is in, gets stars.</summary>
[DebuggerDisplay("***")]
public sealed class Secret(string text) : IEquatable<Secret>
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string _text = text;

    public bool IsEmpty => _text.Length == 0;

    public bool Equals(Secret? other) => other is not null && other._text == _text;

    public override bool Equals(object? other) => Equals(other as Secret);

    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => "***";

    /// <summary>The text itself, for the one who signs or sends it.</summary>
    internal string Reveal() => _text;
}
