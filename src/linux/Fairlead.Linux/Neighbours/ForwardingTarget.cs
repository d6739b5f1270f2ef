using Fairlead.Linux.Namespaces;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Reconciliation;

namespace Fairlead.Linux.Neighbours;

/// <summary>Permanent FDB entries of the node's links that are ours: remotes of vxlans, and what is behind ports of bridges.</summary>
public sealed class ForwardingTarget(NetnsConnections connections) : ITarget<ForwardingKey, ForwardingRow>
{
    public string Name => "forwarding";

    public Scope ScopeOf(ForwardingKey key, ForwardingRow row) => Scope.Of(key.Link);

    public IReadOnlyDictionary<ForwardingKey, ForwardingRow> Read(Scope scope, IReadOnlyDictionary<ForwardingKey, ForwardingRow> wished)
    {
        var rows = new Dictionary<ForwardingKey, ForwardingRow>();
        using var reader = new KernelReader(connections.Get(Netns.Node)) { Owns = false };
        var links = reader.Links().Where(link => link.Alias.StartsWith(OurMark.AliasPrefix, StringComparison.Ordinal)).ToDictionary(link => link.Index);
        foreach (var entry in reader.ForwardingEntries().Where(entry => links.ContainsKey(entry.LinkIndex)))
        {
            if (KeyOf(links[entry.LinkIndex], entry) is { } key)
            {
                rows[key] = new ForwardingRow(key);
            }
        }

        return rows;
    }

    public IReadOnlyList<Outcome> Apply(IReadOnlyList<Change<ForwardingKey, ForwardingRow>> changes) =>
        PerNamespace.Apply(connections, changes, "forwarding entry", key => key.Link.Netns, (batch, place, change) =>
        {
            var (link, mac, remote) = change.Key;
            var index = connections.IndexOf(link);
            batch.Add(place, messages =>
            {
                if (change.Desired is null)
                {
                    NeighbourCodec.WriteForwardingDelete(messages, index, mac, remote);
                }
                else
                {
                    NeighbourCodec.WriteForwarding(messages, index, mac, remote);
                }
            });
        });

    // A port's own address, which the bridge enters by itself, is permanent; ours are static.
    private static ForwardingKey? KeyOf(ObservedLink link, ObservedNeighbour entry) => entry switch
    {
        { Mac: { } mac, IsPermanent: true, Address: { } remote } when link.Kind == "vxlan" => new(new LinkKey(Netns.Node, link.Name), mac, remote),
        { Mac: { } mac, IsStatic: true, IsPermanent: false, Master: not 0 } => new(new LinkKey(Netns.Node, link.Name), mac, null),
        _ => null,
    };
}
