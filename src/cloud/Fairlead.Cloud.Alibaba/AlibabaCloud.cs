using Fairlead.Cloud.Alibaba.Calls;
using Fairlead.Cloud.Alibaba.Circuits;
using Fairlead.Cloud.Alibaba.Credentials;
using Fairlead.Cloud.Alibaba.Verbs;
using Fairlead.Model.Addresses;

namespace Fairlead.Cloud.Alibaba;

/// <summary>Alibaba Cloud's network in one region, over its OpenAPI. One for a whole program: what it learns of limits and vSwitches counts for all callers.</summary>
public sealed class AlibabaCloud : ICloudNetwork, IDisposable
{
    private readonly CredentialStore _credentials;
    private readonly CallMetrics _metrics;
    private readonly CallLoop _loop;
    private readonly InterfaceVerbs _interfaces;
    private readonly AddressVerbs _addresses;
    private readonly InstanceVerbs _instances;
    private readonly NetworkVerbs _network;

    /// <param name="http">How requests travel; <see cref="Connections"/> makes one that fits. It stays the caller's.</param>
    /// <param name="credentials">What requests are signed with; <see cref="CredentialSources"/> has the usual order.</param>
    public AlibabaCloud(HttpClient http, ICredentialSource credentials, AlibabaCloudOptions options, TimeProvider clock)
    {
        var time = new ServerClock(clock);
        _credentials = new CredentialStore(credentials, time, clock);
        _metrics = new CallMetrics(options.Observer);
        var circuits = new VSwitchCircuits(
            options.FirstCircuit, options.LongestCircuit, clock,
            refusal => _metrics.Call(new CallRecord(refusal.Action, refusal.Resource, TimeSpan.Zero, 0, refusal.Code, "")));
        _loop = new CallLoop(new OpenApiChannel(http, options.Endpoints, options.Region, time, options.AttemptTimeout, clock), _credentials, time, _metrics, options, clock);
        _metrics.Watch(() => _loop.Paces, () => circuits.OpenCount);
        var api = new OpenApi(_loop);
        _interfaces = new InterfaceVerbs(api, circuits, _metrics, options, clock);
        _addresses = new AddressVerbs(api, _interfaces, circuits, _metrics, options, clock);
        _instances = new InstanceVerbs(api, clock);
        _network = new NetworkVerbs(api);
    }

    /// <summary>Calls per second that each action goes at now, as far as it was called.</summary>
    public IReadOnlyDictionary<string, double> Paces => _loop.Paces.ToDictionary();

    public int MostPerAssignment(AddressKind kind) => AddressVerbs.Most(kind);

    public Task<IReadOnlyList<CloudInterface>> ListInterfacesAsync(InterfaceFilter filter, CancellationToken cancel = default) => _interfaces.ListAsync(filter, cancel);

    public Task<CloudInterface?> FindInterfaceAsync(string id, CancellationToken cancel = default) => _interfaces.FindAsync(id, cancel);

    public Task<CloudInterface> CreateInterfaceAsync(InterfaceWish wish, string? clientToken = null, CancellationToken cancel = default) =>
        _interfaces.CreateAsync(wish, clientToken ?? ClientTokens.Make(), cancel);

    public Task AttachInterfaceAsync(string id, string instance, string? trunk = null, CancellationToken cancel = default) =>
        _interfaces.AttachAsync(id, instance, trunk, cancel);

    public Task DetachInterfaceAsync(string id, string instance, string? trunk = null, CancellationToken cancel = default) =>
        _interfaces.DetachAsync(id, instance, trunk, cancel);

    public Task DeleteInterfaceAsync(string id, CancellationToken cancel = default) => _interfaces.DeleteAsync(id, cancel);

    public Task<IReadOnlyList<Cidr>> AssignAsync(string id, AddressKind kind, int count, string? clientToken = null, CancellationToken cancel = default) =>
        _addresses.AssignAsync(id, kind, count, clientToken, cancel);

    public Task<IReadOnlyList<Cidr>> AssignAsync(string id, IReadOnlyList<InetAddress> addresses, string? clientToken = null, CancellationToken cancel = default) =>
        _addresses.AssignAsync(id, addresses, clientToken ?? ClientTokens.Make(), cancel);

    public Task ReleaseAsync(string id, IReadOnlyList<Cidr> ranges, CancellationToken cancel = default) => _addresses.ReleaseAsync(id, ranges, cancel);

    public Task<IReadOnlyList<CloudInstance>> ListInstancesAsync(InstanceFilter filter, CancellationToken cancel = default) => _instances.ListAsync(filter, cancel);

    public Task<InstanceLimits?> FindLimitsAsync(string instanceType, CancellationToken cancel = default) => _instances.FindLimitsAsync(instanceType, cancel);

    public Task<IReadOnlyList<CloudVSwitch>> ListVSwitchesAsync(string vpc, CancellationToken cancel = default) => _network.ListVSwitchesAsync(vpc, cancel);

    public Task<CloudVSwitch?> FindVSwitchAsync(string id, CancellationToken cancel = default) => _network.FindVSwitchAsync(id, cancel);

    public Task<IReadOnlyList<CloudRoute>> ListRoutesAsync(string table, CancellationToken cancel = default) => _network.ListRoutesAsync(table, cancel);

    public Task<string> CreateRouteAsync(RouteWish wish, string? clientToken = null, CancellationToken cancel = default) =>
        _network.CreateRouteAsync(wish, clientToken ?? ClientTokens.Make(), cancel);

    public Task DeleteRouteAsync(CloudRoute route, CancellationToken cancel = default) => _network.DeleteRouteAsync(route, cancel);

    public void Dispose()
    {
        _addresses.Dispose();
        _interfaces.Dispose();
        _loop.Dispose();
        _metrics.Dispose();
        _credentials.Dispose();
    }
}
