using Fairlead.Linux.Namespaces;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Reconciliation;

namespace Fairlead.Linux.Routes;

/// <summary>Routes with our protocol, in the node and in pods.</summary>
public sealed class RouteTarget(NetnsConnections connections) : ITarget<RouteKey, RouteRow>
{
    public string Name => "routes";

    public Scope ScopeOf(RouteKey key, RouteRow row) => Scope.Of(row.Link);

    public IReadOnlyDictionary<RouteKey, RouteRow> Read(Scope scope, IReadOnlyDictionary<RouteKey, RouteRow> wished)
    {
        var rows = new Dictionary<RouteKey, RouteRow>();
        PerNamespace.Read(connections, scope, (netns, reader) =>
        {
            var ours = reader.Routes().Where(route => route.IsOurs).ToList();
            if (ours.Count == 0)
            {
                return;
            }

            var names = reader.Links().ToDictionary(link => link.Index, link => link.Name);
            foreach (var route in ours)
            {
                var row = ToRow(netns, route, names);
                rows[row.Key] = row;
            }
        });
        return rows;
    }

    public IReadOnlyList<Outcome> Apply(IReadOnlyList<Change<RouteKey, RouteRow>> changes) =>
        PerNamespace.Apply(connections, changes, "route", key => key.Netns, (batch, place, change) =>
        {
            if (change.Desired is { } row)
            {
                var index = connections.IndexOf(row.Link);
                batch.Add(place, messages => RouteCodec.WriteReplace(messages, row, index));
            }
            else
            {
                batch.Add(place, messages => RouteCodec.WriteDelete(messages, change.Key));
            }
        });

    private static RouteRow ToRow(Netns netns, ObservedRoute route, Dictionary<int, string> names) => new()
    {
        Key = RouteCodec.KeyOf(netns, route),
        Type = route.Type,
        // IPv6 says lo where IPv4 says nothing.
        Link = new LinkKey(netns, RouteCodec.HasLink(route.Type) ? names.GetValueOrDefault(route.LinkIndex, "?") : "lo"),
        Gateway = route.Gateway,
        OnLink = route.IsOnLink,
        Scope = (RouteScope)route.Scope,
        PreferredSource = route.PreferredSource,
    };
}
