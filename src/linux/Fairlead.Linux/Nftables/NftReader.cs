using Fairlead.Linux.Interop;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Nftables;

namespace Fairlead.Linux.Nftables;

/// <summary>Reads rulesets, everybody's, as one generation.</summary>
public sealed class NftReader(NetlinkConnection connection) : IDisposable
{
    private const int Attempts = 8;

    public static NftReader Open(INetworkNamespace netns) => new(new NetlinkConnection(netns.Open(NetlinkProtocol.Netfilter)));

    /// <summary>The whole ruleset, or the tables of one name.</summary>
    /// <exception cref="KernelException">It changed during every attempt.</exception>
    public NftRuleset Read(string? table = null)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var before = Generation();
            var ruleset = ReadOnce(table);
            if (Generation() == before)
            {
                return ruleset;
            }
        }

        throw new KernelException("reading", "nftables", Errno.EINTR, $"the ruleset changed during each of {Attempts} attempts");
    }

    /// <summary>All sets and maps, without their elements.</summary>
    public IReadOnlyList<NftSet> ReadSets() => Dump("sets", NftMessage.GetSet, NftMessage.NewSet, NftObjectReader.Set);

    /// <summary>All chains, everybody's, without their rules.</summary>
    public IReadOnlyList<NftChain> ReadChains() => Dump("chains", NftMessage.GetChain, NftMessage.NewChain, NftObjectReader.Chain);

    public void Dispose() => connection.Dispose();

    private NftRuleset ReadOnce(string? name)
    {
        bool Wanted(NftTableKey table) => name is null || table.Name == name;
        var tables = Dump("tables", NftMessage.GetTable, NftMessage.NewTable, NftObjectReader.Table).Where(table => Wanted(table.Key)).ToArray();
        if (tables.Length == 0)
        {
            return NftRuleset.Empty;
        }

        var chains = Dump("chains", NftMessage.GetChain, NftMessage.NewChain, NftObjectReader.Chain).Where(chain => Wanted(chain.Key.Table)).ToArray();
        var rules = Dump("rules", NftMessage.GetRule, NftMessage.NewRule, NftObjectReader.Rule).Where(rule => Wanted(rule.Chain.Table)).ToArray();
        var sets = ReadSets().Where(set => Wanted(set.Key.Table)).ToArray();
        return new NftRuleset(
            EquatableList.Create<NftTable>(tables),
            EquatableList.Create<NftChain>(chains),
            EquatableList.Create<NftSet>(sets),
            EquatableList.Create<NftElement>(sets.SelectMany(Elements).ToArray()),
            EquatableList.Create<NftRule>(Numbered(rules)));
    }

    private static NftRule[] Numbered(NftRule[] rules)
    {
        var next = new Dictionary<NftName, int>();
        return Array.ConvertAll(rules, rule =>
        {
            var position = next.GetValueOrDefault(rule.Chain);
            next[rule.Chain] = position + 1;
            return rule with { Position = position };
        });
    }

    private List<NftElement> Elements(NftSet set)
    {
        var concatenated = set.KeyType.Count > 1 || (set.Flags & NftSetFlags.Concatenation) != 0;
        var elements = new List<(NftElement Element, bool IsEnd)>();
        connection.Dump(
            batch =>
            {
                NftMessage.Begin(batch, NftMessage.GetElements, set.Key.Table.Family, MessageFlags.Dump);
                batch.Attribute(1, set.Key.Table.Name);
                batch.Attribute(2, set.Key.Name);
                batch.EndMessage();
            },
            message =>
            {
                foreach (var attribute in message.Attributes(NftMessage.HeaderLength))
                {
                    if (attribute.Type != 3)
                    {
                        continue;
                    }

                    foreach (var entry in attribute.Nested)
                    {
                        elements.Add((NftElementCodec.Read(entry, set.Key, out var isEnd), isEnd));
                    }
                }
            },
            elements.Clear,
            $"elements of {set.Key}");
        return (set.Flags & NftSetFlags.Interval) != 0 && !concatenated ? NftIntervals.Join(elements) : elements.ConvertAll(entry => entry.Element);
    }

    private uint Generation()
    {
        var generation = 0u;
        var batch = new NetlinkBatch(64);
        NftMessage.Begin(batch, NftMessage.GetGeneration, 0, MessageFlags.Ack);
        batch.EndMessage();
        connection.ExecuteReading(batch, message =>
        {
            foreach (var attribute in message.Attributes(NftMessage.HeaderLength))
            {
                generation = attribute.Type == 1 ? attribute.U32BigEndian : generation;
            }
        });
        return generation;
    }

    private List<T> Dump<T>(string subject, ushort request, ushort answer, Func<NetlinkMessage, T> read)
    {
        var rows = new List<T>();
        connection.Dump(
            batch =>
            {
                NftMessage.Begin(batch, request, 0, MessageFlags.Dump);
                batch.EndMessage();
            },
            message =>
            {
                if (message.Type == answer)
                {
                    rows.Add(read(message));
                }
            },
            rows.Clear,
            subject);
        return rows;
    }
}
