using Fairlead.Linux.Iptables;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Nftables;
using Fairlead.Model.Kernel;
using Fairlead.Reconciliation;

namespace Fairlead.Linux.ForwardPolicy;

/// <summary>
/// The policy of the node's built-in FORWARD chains. They are somebody else's and bear no mark: only wished ones are looked at,
/// nothing but the policy is changed, none is ever made, and removing a row leaves the policy (what it was before is in the
/// journal of whoever changed it, through <paramref name="onChange"/>).
/// </summary>
/// <param name="onChange">Told of each policy before it is replaced: the wished row, the old policy as a word.</param>
public sealed class ForwardPolicyTarget(INetworkNamespace node, NftConnection nft, NftReader nftReader, Action<ForwardPolicyRow, string> onChange)
    : ITarget<ForwardPolicyKey, ForwardPolicyRow>
{
    public string Name => "forward-policies";

    /// <summary>The file that every iptables-legacy locks while it works.</summary>
    public string LegacyLock { get; init; } = "/run/xtables.lock";

    public Scope ScopeOf(ForwardPolicyKey key, ForwardPolicyRow row) => Scope.Of(Netns.Node);

    public IReadOnlyDictionary<ForwardPolicyKey, ForwardPolicyRow> Read(Scope scope, IReadOnlyDictionary<ForwardPolicyKey, ForwardPolicyRow> wished)
    {
        var found = wished.Count == 0 ? [] : ForwardPolicyReader.Read(node, nftReader).ToDictionary(policy => policy.Key);
        // A chain that does not exist forwards everything: as good as one that accepts.
        return wished.ToDictionary(
            pair => pair.Key,
            pair => pair.Value with { Accept = !found.TryGetValue(pair.Key, out var policy) || policy.Accept });
    }

    public IReadOnlyList<Outcome> Apply(IReadOnlyList<Change<ForwardPolicyKey, ForwardPolicyRow>> changes)
    {
        var results = new WorldException?[changes.Count];
        var there = Unread(changes);
        for (var i = 0; i < changes.Count; i++)
        {
            try
            {
                if (changes[i] is { Desired: { } row, Actual: var actual } && (actual ?? there.GetValueOrDefault(row.Key))?.Accept != row.Accept)
                {
                    onChange(row, ForwardPolicyRow.Word(!row.Accept));
                    Set(row);
                }
            }
            catch (WorldException error)
            {
                results[i] = error;
            }
        }

        return PerNamespace.Outcomes(results);
    }

    /// <summary>What is there of rows that are new since everything was read: a family that the first pod of it brings.</summary>
    private IReadOnlyDictionary<ForwardPolicyKey, ForwardPolicyRow> Unread(IReadOnlyList<Change<ForwardPolicyKey, ForwardPolicyRow>> changes)
    {
        var unread = changes.Where(change => change is { Desired: not null, Actual: null }).ToDictionary(change => change.Key, change => change.Desired!);
        return Read(Scope.Of(Netns.Node), unread);
    }

    /// <summary>Sets one policy, without a word to anybody.</summary>
    /// <exception cref="KernelException">The kernel refused, or somebody is at work on the table.</exception>
    public void Set(ForwardPolicyRow row)
    {
        if (row.Key.Backend == ForwardBackend.Nftables)
        {
            ForwardPolicyReader.SetNftables(nft, row);
        }
        else if (node is NetworkNamespace real)
        {
            LegacyFilterTable.SetForwardPolicy(real, row.Key.IsV6, row.Accept, LegacyLock);
        }
    }
}
