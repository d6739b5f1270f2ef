using Fairlead.Planning.Paths.Filtering;
using Fairlead.Planning.Paths.Routing;
using Fairlead.Planning.Paths.World;

namespace Fairlead.Planning.Paths.Walking;

/// <summary>One namespace during one prediction: its tables, ready to be asked, and what its connection tracking remembers.</summary>
internal sealed class NetnsView(NetnsSnapshot netns)
{
    public NetnsSnapshot Netns { get; } = netns;

    public string Name => Netns.Name;

    public RouteTables Routes { get; } = new(netns);

    public SourceSelection Sources { get; } = new(netns);

    public RulesetIndex Ruleset { get; } = new(netns.Nftables);

    public Tracking? Tracking { get; set; }

    public SourceValidation Validation => new(Netns, Routes);
}

/// <summary>The views of one prediction, made when a packet first comes by.</summary>
internal sealed class WorldViews(WorldSnapshot world)
{
    private readonly Dictionary<string, NetnsView> _views = [];

    public WorldSnapshot World { get; } = world;

    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public NetnsView Of(string name)
    {
        if (!_views.TryGetValue(name, out var view))
        {
            var netns = World.Find(name) ?? throw new ArgumentException($"no host or pod {name}", nameof(name));
            _views[name] = view = new NetnsView(netns);
        }

        return view;
    }
}
