namespace Fairlead.Model.Nftables;

/// <summary>Octets with the equality of their content: constants of expressions, keys and values of elements.</summary>
public readonly struct ByteString : IEquatable<ByteString>, IComparable<ByteString>
{
    private readonly byte[]? _octets;

    public ByteString(ReadOnlySpan<byte> octets) => _octets = octets.ToArray();

    public ReadOnlySpan<byte> Span => _octets;

    public int Length => _octets?.Length ?? 0;

    public static ByteString Concat(params ReadOnlySpan<ByteString> parts)
    {
        var joined = new List<byte>();
        foreach (var part in parts)
        {
            joined.AddRange(part.Span);
        }

        return new ByteString(joined.ToArray());
    }

    public bool Equals(ByteString other) => Span.SequenceEqual(other.Span);

    public override bool Equals(object? obj) => obj is ByteString other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    public int CompareTo(ByteString other) => Span.SequenceCompareTo(other.Span);

    /// <summary>Hexadecimal, without separators.</summary>
    public override string ToString() => Convert.ToHexStringLower(Span);

    public static bool operator ==(ByteString left, ByteString right) => left.Equals(right);

    public static bool operator !=(ByteString left, ByteString right) => !left.Equals(right);
}
