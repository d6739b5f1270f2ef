using Fairlead.Linux.Netlink;

namespace Fairlead.Testing.Kernel.Nftables;

/// <summary>NFTA_TABLE_* of a message.</summary>
internal sealed record FakeTableWish(byte Family, string Name, uint Flags, bool IsUnknown)
{
    public static FakeTableWish Read(FakeRequest request)
    {
        var wish = new FakeTableWish(request.Header(FakeNftables.HeaderLength)[0], "", 0, false);
        foreach (var attribute in request.Message.Attributes(FakeNftables.HeaderLength))
        {
            wish = attribute.Type switch
            {
                1 => wish with { Name = attribute.Text },
                2 => wish with { Flags = attribute.U32BigEndian },
                _ => wish with { IsUnknown = true },
            };
        }

        return wish;
    }
}

/// <summary>
/// A message about something in a table: its attributes by number, for each verb to take what it knows. The first names the table in
/// chains, rules, sets and elements alike.
/// </summary>
internal sealed class FakeNftWish
{
    private readonly Dictionary<ushort, byte[]> _attributes = [];

    private FakeNftWish(byte family, MessageFlags flags) => (Family, Flags) = (family, flags);

    public byte Family { get; }

    public MessageFlags Flags { get; }

    public string Table => Text(1);

    public bool IsExclusive => (Flags & MessageFlags.Exclusive) != 0;

    public bool IsUnknown => Table.Length == 0;

    public static FakeNftWish Read(FakeRequest request)
    {
        var wish = new FakeNftWish(request.Header(FakeNftables.HeaderLength)[0], request.Message.Flags);
        foreach (var attribute in request.Message.Attributes(FakeNftables.HeaderLength))
        {
            // As an attribute again, header and all.
            var batch = new NetlinkBatch(attribute.Value.Length + 8);
            batch.Attribute(attribute.Type, attribute.Value);
            wish._attributes[attribute.Type] = batch.Written[..(attribute.Value.Length + 4)].ToArray();
        }

        return wish;
    }

    public bool Has(ushort type) => _attributes.ContainsKey(type);

    /// <summary>Whether it has attributes besides these.</summary>
    public bool HasOthers(params ReadOnlySpan<ushort> known)
    {
        foreach (var type in _attributes.Keys)
        {
            if (!known.Contains(type))
            {
                return true;
            }
        }

        return false;
    }

    public NetlinkAttribute Attribute(ushort type) => new(_attributes[type]);

    public string Text(ushort type) => Has(type) ? Attribute(type).Text : "";

    public uint Number(ushort type) => Has(type) ? Attribute(type).U32BigEndian : 0;

    public byte[] Value(ushort type) => Has(type) ? Attribute(type).Value.ToArray() : [];
}
