using Fairlead.Linux.Interop;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;
using Fairlead.Reconciliation;

namespace Fairlead.Linux.Nftables;

/// <summary>
/// Our nftables tables with their sets, chains and rules; all changes of a batch are one transaction. A kernel older than 6.9 has no tables
/// that outlive their owner: there they have none, and are as wished for all that.
/// </summary>
public sealed class NftObjectTarget(NftConnection connection, NftReader reader) : ITarget<NftObjectKey, NftObjectRow>
{
    private const NftTableFlags Owned = NftTableFlags.Owner | NftTableFlags.Persist;

    private volatile bool _knowsNoOwners;

    public string Name => "nftables";

    public Scope ScopeOf(NftObjectKey key, NftObjectRow row) => Scope.Of(Netns.Node);

    public IReadOnlyDictionary<NftObjectKey, NftObjectRow> Read(Scope scope, IReadOnlyDictionary<NftObjectKey, NftObjectRow> wished) =>
        NftObjectRow.From(reader.Read(OurMark.NftablesTable)).ToDictionary(row => row.Key, row => AsWished(row, wished.GetValueOrDefault(row.Key)));

    public IReadOnlyList<Outcome> Apply(IReadOnlyList<Change<NftObjectKey, NftObjectRow>> changes)
    {
        try
        {
            Commit(changes);
            return Enumerable.Repeat(Outcome.Done, changes.Count).ToArray();
        }
        catch (KernelException error) when (error.IsNotFound && changes.All(change => change.Desired is null))
        {
            // Something of it went with its table meanwhile: one by one, each that is gone has succeeded.
            return changes.Select(Remove).ToArray();
        }
        catch (KernelException error)
        {
            return Enumerable.Repeat(Outcome.Failed(error), changes.Count).ToArray();
        }
    }

    private Outcome Remove(Change<NftObjectKey, NftObjectRow> change)
    {
        try
        {
            Commit([change]);
            return Outcome.Done;
        }
        catch (KernelException error)
        {
            return error.IsNotFound ? Outcome.Done : Outcome.Failed(error);
        }
    }

    private NftObjectRow AsWished(NftObjectRow row, NftObjectRow? wish) =>
        _knowsNoOwners && wish is not null ? row with { Flags = row.Flags | (wish.Flags & Owned) } : row;

    private void Commit(IReadOnlyList<Change<NftObjectKey, NftObjectRow>> changes)
    {
        try
        {
            Write(_knowsNoOwners ? Unowned(changes) : changes);
        }
        catch (KernelException error) when (!_knowsNoOwners && error.Code == Errno.EOPNOTSUPP && changes.Any(change => (change.Desired?.Flags & Owned) > 0))
        {
            Write(Unowned(changes));
            // Only now: it was this that the kernel did not like.
            _knowsNoOwners = true;
        }
    }

    private static IReadOnlyList<Change<NftObjectKey, NftObjectRow>> Unowned(IReadOnlyList<Change<NftObjectKey, NftObjectRow>> changes) =>
        [.. changes.Select(change => new Change<NftObjectKey, NftObjectRow>(change.Key, Unowned(change.Actual), Unowned(change.Desired)))];

    private static NftObjectRow? Unowned(NftObjectRow? row) => row is null ? null : row with { Flags = row.Flags & ~Owned };

    private void Write(IReadOnlyList<Change<NftObjectKey, NftObjectRow>> changes)
    {
        var names = new List<string>();
        connection.Commit(batch => new NftTransaction(batch, names).Write(changes), place => names.ElementAtOrDefault(place) ?? "nftables");
    }
}
