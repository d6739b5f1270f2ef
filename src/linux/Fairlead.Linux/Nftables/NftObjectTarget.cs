using Fairlead.Linux.Netlink;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;
using Fairlead.Reconciliation;

namespace Fairlead.Linux.Nftables;

/// <summary>Our nftables tables with their sets, chains and rules; all changes of a batch are one transaction.</summary>
public sealed class NftObjectTarget(NftConnection connection, NftReader reader) : ITarget<NftObjectKey, NftObjectRow>
{
    public string Name => "nftables";

    public Scope ScopeOf(NftObjectKey key, NftObjectRow row) => Scope.Of(Netns.Node);

    public IReadOnlyDictionary<NftObjectKey, NftObjectRow> Read(Scope scope, IReadOnlyDictionary<NftObjectKey, NftObjectRow> wished) =>
        NftObjectRow.From(reader.Read(OurMark.NftablesTable)).ToDictionary(row => row.Key);

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

    private void Commit(IReadOnlyList<Change<NftObjectKey, NftObjectRow>> changes)
    {
        var names = new List<string>();
        connection.Commit(batch => new NftTransaction(batch, names).Write(changes), place => names.ElementAtOrDefault(place) ?? "nftables");
    }
}
