using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Reconciliation;

namespace Fairlead.Linux.Neighbours;

/// <summary>Permanent neighbours on links of ours: in the node those with our aliases, in a pod its veth links.</summary>
public sealed class NeighbourTarget(NetnsConnections connections) : ITarget<NeighbourKey, NeighbourRow>
{
    public string Name => "neighbours";

    public Scope ScopeOf(NeighbourKey key, NeighbourRow row) => Scope.Of(key.Link);

    public IReadOnlyDictionary<NeighbourKey, NeighbourRow> Read(Scope scope, IReadOnlyDictionary<NeighbourKey, NeighbourRow> wished)
    {
        var rows = new Dictionary<NeighbourKey, NeighbourRow>();
        PerNamespace.Read(connections, scope, (netns, reader) =>
        {
            var links = reader.Links().Where(link => IsOurs(netns, link)).ToDictionary(link => link.Index, link => link.Name);
            foreach (var neighbour in reader.Neighbours())
            {
                if (neighbour is { IsPermanent: true, Address: { } address, Mac: { } mac } &&
                    links.TryGetValue(neighbour.LinkIndex, out var name))
                {
                    var key = new NeighbourKey(new LinkKey(netns, name), address);
                    rows[key] = new NeighbourRow(key, mac);
                }
            }
        });
        return rows;
    }

    public IReadOnlyList<Outcome> Apply(IReadOnlyList<Change<NeighbourKey, NeighbourRow>> changes) =>
        PerNamespace.Apply(connections, changes, "neighbour", key => key.Link.Netns, (batch, place, change) =>
        {
            var index = connections.IndexOf(change.Key.Link);
            batch.Add(place, messages =>
            {
                if (change.Desired is { } row)
                {
                    NeighbourCodec.WriteReplace(messages, index, change.Key.Address, row.Mac);
                }
                else
                {
                    NeighbourCodec.WriteDelete(messages, index, change.Key.Address);
                }
            });
        });

    private static bool IsOurs(Netns netns, ObservedLink link) =>
        netns.IsNode ? link.Alias.StartsWith(OurMark.AliasPrefix, StringComparison.Ordinal) || NicTarget.IsMarked(link) : link.Kind == "veth";
}
