using Fairlead.Linux.Interop;
using Fairlead.Linux.Netlink;

namespace Fairlead.Testing.Kernel.Nftables;

/// <summary>Answers to NFT_MSG_GET* with NLM_F_DUMP.</summary>
internal static class FakeNftDump
{
    private const int ElementsPerMessage = 20;

    public static IEnumerable<byte[]> Rows(FakeRuleset ruleset, FakeRequest request, out int errno)
    {
        var family = request.Header(FakeNftables.HeaderLength)[0];
        var tables = ruleset.Tables.Values.Where(table => family == 0 || table.Family == family).ToList();
        errno = 0;
        switch (request.Message.Type)
        {
            case 0xa01:
                return tables.Select(Table);
            case 0xa04:
                return tables.SelectMany(table => table.Chains.Values.Select(chain => Chain(table, chain)));
            case 0xa07:
                return tables.SelectMany(table => table.Chains.Values.SelectMany(chain => chain.Rules.Select(rule => Rule(table, chain, rule))));
            case 0xa0a:
                return tables.SelectMany(table => table.Sets.Values.Select(set => Set(table, set)));
            case 0xa0d:
                var wish = FakeNftWish.Read(request);
                if (ruleset.Find(family, wish.Table) is { } asked && asked.Sets.TryGetValue(wish.Text(2), out var found))
                {
                    return found.Elements.Values.Reverse().Chunk(ElementsPerMessage).Select(elements => Elements(asked, found, elements));
                }

                errno = Errno.ENOENT;
                return [];
            default:
                errno = Errno.EOPNOTSUPP;
                return [];
        }
    }

    private static byte[] Build(ushort type, FakeTable table, Action<NetlinkBatch> write) => FakeMessage.Build(type, batch =>
    {
        batch.Reserve(FakeNftables.HeaderLength)[0] = table.Family;
        batch.Attribute(1, table.Name);
        write(batch);
    });

    private static byte[] Table(FakeTable table) => Build(0xa00, table, batch =>
    {
        batch.AttributeBigEndian(2, table.Flags);
        batch.AttributeBigEndian(3, (uint)table.Chains.Count);
    });

    private static byte[] Chain(FakeTable table, FakeChain chain) => Build(0xa03, table, batch =>
    {
        batch.Attribute(3, chain.Name);
        if (chain.IsBase)
        {
            batch.Attribute(4 | 0x8000, chain.Hook);
            batch.AttributeBigEndian(5, chain.Policy);
            batch.Attribute(7, chain.Type);
        }
    });

    private static byte[] Rule(FakeTable table, FakeChain chain, FakeRule rule) => Build(0xa06, table, batch =>
    {
        batch.Attribute(2, chain.Name);
        batch.AttributeBigEndian(3, rule.Handle);
        batch.Attribute(4 | 0x8000, rule.Expressions.Octets);
        if (rule.Userdata.Length > 0)
        {
            batch.Attribute(7, rule.Userdata);
        }
    });

    private static byte[] Set(FakeTable table, FakeSet set) => Build(0xa09, table, batch =>
    {
        batch.Attribute(2, set.Name);
        batch.AttributeBigEndian(3, set.Flags);
        batch.AttributeBigEndian(4, set.KeyType);
        batch.AttributeBigEndian(5, set.KeyLength);
        if (set.IsMap)
        {
            batch.AttributeBigEndian(6, set.DataType);
            batch.AttributeBigEndian(7, set.DataLength);
        }

        batch.Attribute(9 | 0x8000, set.Description);
    });

    private static byte[] Elements(FakeTable table, FakeSet set, IEnumerable<FakeElement> elements) => Build(0xa0c, table, batch =>
    {
        batch.Attribute(2, set.Name);
        var list = batch.BeginNested(3 | 0x8000);
        foreach (var element in elements)
        {
            batch.Attribute(1 | 0x8000, element.Octets);
        }

        batch.EndNested(list);
    });
}
