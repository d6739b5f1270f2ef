using Fairlead.Linux.Netlink;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;
using Fairlead.Reconciliation;

namespace Fairlead.Linux.Nftables;

/// <summary>Elements of our sets and maps: the fast path of an ADD, about 50 µs for a pod.</summary>
public sealed class NftElementTarget(NftConnection connection, NftReader reader) : ITarget<NftElementKey, NftElement>
{
    // An attribute ends at 64 KiB and a send buffer at 208 KiB; an element takes less than 100 octets.
    private const int ElementsPerMessage = 400;
    private const int ElementsPerTransaction = 1600;

    // Whether a set is written with two elements an interval; learnt from the kernel, for elements do not say.
    private readonly Dictionary<NftName, bool> _plainIntervals = [];

    public string Name => "nft-elements";

    public Scope ScopeOf(NftElementKey key, NftElement row) => Scope.Of(Netns.Node);

    public IReadOnlyDictionary<NftElementKey, NftElement> Read(Scope scope, IReadOnlyDictionary<NftElementKey, NftElement> wished)
    {
        var ruleset = reader.Read(OurMark.NftablesTable);
        Learn(ruleset.Sets);
        var named = ruleset.Sets.Where(set => (set.Flags & NftSetFlags.Anonymous) == 0).Select(set => set.Key).ToHashSet();
        return ruleset.Elements.Where(element => named.Contains(element.Set)).ToDictionary(NftElementKey.Of);
    }

    public IReadOnlyList<Outcome> Apply(IReadOnlyList<Change<NftElementKey, NftElement>> changes)
    {
        var outcomes = new List<Outcome>(changes.Count);
        foreach (var chunk in changes.Chunk(ElementsPerTransaction))
        {
            var error = Try(chunk);
            if (error is null)
            {
                outcomes.AddRange(Enumerable.Repeat(Outcome.Done, chunk.Length));
            }
            else if (chunk.Length == 1)
            {
                outcomes.Add(chunk[0].Desired is null && error.IsNotFound ? Outcome.Done : Outcome.Failed(error));
            }
            else
            {
                // One of them spoilt it for all: alone, each answers for itself.
                outcomes.AddRange(chunk.SelectMany(change => Apply([change])));
            }
        }

        return outcomes;
    }

    private KernelException? Try(Change<NftElementKey, NftElement>[] changes)
    {
        try
        {
            connection.Commit(batch => Write(batch, changes), _ => changes.Length == 1 ? changes[0].Key.ToString() : $"{changes.Length} elements");
            return null;
        }
        catch (KernelException error)
        {
            return error;
        }
    }

    private void Write(NetlinkBatch batch, Change<NftElementKey, NftElement>[] changes)
    {
        // Another value for a key that is there would be EEXIST: away with it first, in the same transaction.
        Write(batch, NftMessage.DeleteElements, changes.Where(change => change.Actual is not null).Select(change => change.Actual!));
        Write(batch, NftMessage.NewElements, changes.Where(change => change.Desired is not null).Select(change => change.Desired!));
    }

    private void Write(NetlinkBatch batch, ushort type, IEnumerable<NftElement> elements)
    {
        foreach (var set in elements.GroupBy(element => element.Set))
        {
            foreach (var message in set.Chunk(ElementsPerMessage))
            {
                NftElementCodec.Write(batch, type, set.Key, message, !IsPlainInterval(set.Key));
            }
        }
    }

    private bool IsPlainInterval(NftName set)
    {
        if (!_plainIntervals.ContainsKey(set))
        {
            Learn(reader.ReadSets());
        }

        return _plainIntervals.GetValueOrDefault(set);
    }

    private void Learn(IEnumerable<NftSet> sets)
    {
        foreach (var set in sets)
        {
            _plainIntervals[set.Key] = set.KeyType.Count == 1 && (set.Flags & NftSetFlags.Interval) != 0;
        }
    }
}
