using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Reconciliation;

namespace Fairlead.Linux.Routes;

/// <summary>Routes with our protocol, in the node and in pods, and whatever people and programs enter on ENIs that pods share.</summary>
public sealed class RouteTarget(NetnsConnections connections) : ITarget<RouteKey, RouteRow>
{
    // RTPROT_KERNEL of include/uapi/linux/rtnetlink.h: comes and goes with an address.
    private const byte ByKernel = 2;

    public string Name => "routes";

    public Scope ScopeOf(RouteKey key, RouteRow row) => Scope.Of(row.Link);

    public IReadOnlyDictionary<RouteKey, RouteRow> Read(Scope scope, IReadOnlyDictionary<RouteKey, RouteRow> wished)
    {
        var rows = new Dictionary<RouteKey, RouteRow>();
        PerNamespace.Read(connections, scope, (netns, reader) =>
        {
            var links = reader.Links();
            var marked = netns.IsNode ? links.Where(NicTarget.IsMarked).Select(link => link.Index).ToHashSet() : [];
            var names = links.ToDictionary(link => link.Index, link => link.Name);
            foreach (var route in reader.Routes().Where(route => route.IsOurs || (route.Protocol != ByKernel && marked.Contains(route.LinkIndex))))
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
                batch.Add(place, messages => RouteCodec.WriteDelete(messages, change.Key, change.Actual?.Protocol ?? OurMark.RouteProtocol, change.Actual?.Type ?? default));
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
        Protocol = route.Protocol,
    };
}
