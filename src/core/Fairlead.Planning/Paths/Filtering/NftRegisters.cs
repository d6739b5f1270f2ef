using Fairlead.Model.Nftables;

namespace Fairlead.Planning.Paths.Filtering;

/// <summary>
/// Sixteen registers of four octets. 8 + n names the n-th; 1 to 4 name four of them each (include/uapi/linux/netfilter/nf_tables.h).
/// </summary>
internal sealed class NftRegisters
{
    private const int Octets = 64;

    private readonly byte[] _octets = new byte[Octets];

    public ReadOnlySpan<byte> Read(uint register, int length) => _octets.AsSpan(Offset(register), length);

    public ByteString Value(uint register, int length) => new(Read(register, length));

    public void Write(uint register, ReadOnlySpan<byte> value)
    {
        var target = _octets.AsSpan(Offset(register));
        value.CopyTo(target);
        // The kernel clears the rest of the last register, so that a concatenation has zeros between its fields.
        var padding = -value.Length & 3;
        target.Slice(value.Length, Math.Min(padding, target.Length - value.Length)).Clear();
    }

    private static int Offset(uint register) => register >= NftExpression.Register32 ? (int)(register - NftExpression.Register32) * 4 : (int)(register - 1) * 16;
}
