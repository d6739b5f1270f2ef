using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Addresses;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Control;
using Fairlead.Vpc.Credentials;
using Fairlead.Vpc.Faults;
using Fairlead.Vpc.Gate;
using Fairlead.Vpc.Metadata;
using Fairlead.Vpc.OpenApi.Credentials;
using Fairlead.Vpc.OpenApi.Hosting;
using Fairlead.Vpc.OpenApi.Metadata;
using Fairlead.Vpc.Packets.Fabric;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Program;

/// <summary>
/// The OpenAPI and the metadata service beside the packets: at a socket that somebody opened for us outside of these namespaces, and
/// inside the fabric's namespace at the cloud's own addresses, where hosts reach them.
/// </summary>
internal sealed class CloudFaces : IAsyncDisposable
{
    private const int Http = 80;

    private readonly KeyRing _keys;
    private readonly VpcFabric _fabric;
    private readonly NetworkNamespace _netns;
    private readonly Socket? _outside;
    private readonly IPEndPoint? _outsideEnd;
    private readonly CloudGate _gate;
    private readonly List<CloudServer> _servers = [];
    private readonly MetadataServer _metadata;

    public CloudFaces(VpcFabric fabric, NetworkNamespace netns, CloudPlaces places, KeyRing keys)
    {
        (_fabric, _netns, _keys) = (fabric, netns, keys);
        _gate = new CloudGate(fabric.Cloud, TimeProvider.System, new CloudSettings());
        _outside = places.Descriptor is { } number ? new Socket(new SafeSocketHandle(number, ownsHandle: true)) : null;
        _outsideEnd = (IPEndPoint?)_outside?.LocalEndPoint;
        var credentials = new RingCredentials(_keys, TimeProvider.System);
        if (_outsideEnd is not null)
        {
            _servers.Add(Server(credentials, _outsideEnd, _ => _outside!));
        }

        if (places.Listen is { } own)
        {
            _servers.Add(Server(credentials, own, null));
        }

        _servers.Add(Server(credentials, At(CloudAddresses.OpenApi), Inside));
        _metadata = new MetadataServer(new InstanceMetadata(fabric.Cloud, _keys, new MetadataTokens(RandomNumberGenerator.GetBytes(32), TimeProvider.System)), WhoIs, At(CloudAddresses.Metadata), Inside);
    }

    /// <exception cref="IOException">Nothing can listen there.</exception>
    public async Task StartAsync(FaultScript faults)
    {
        _gate.Use(faults);
        foreach (var server in _servers)
        {
            await server.StartAsync().ConfigureAwait(false);
        }

        await _metadata.StartAsync().ConfigureAwait(false);
    }

    /// <returns>Null before anything is configured.</returns>
    public CloudAccess? Access()
    {
        var state = _fabric.Cloud.State;
        return state.Vpcs.Values.FirstOrDefault() is not { } network ? null : new CloudAccess
        {
            Endpoint = _outsideEnd is null ? null : $"http://{_outsideEnd}",
            InsideEndpoint = $"http://{CloudAddresses.OpenApi}",
            RegionId = network.Region,
            AccessKeyId = _keys.Account.Id,
            AccessKeySecret = _keys.Account.Secret,
            VpcId = network.Id,
            VSwitchIds = [.. state.VSwitches.Keys.Order(StringComparer.Ordinal)],
            SecurityGroupIds = [.. state.SecurityGroups.Keys.Order(StringComparer.Ordinal)],
            InstanceIds = [.. state.Instances.Keys.Order(StringComparer.Ordinal)],
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _metadata.DisposeAsync().ConfigureAwait(false);
        foreach (var server in _servers)
        {
            await server.DisposeAsync().ConfigureAwait(false);
        }

        _gate.Dispose();
    }

    private CloudServer Server(RingCredentials credentials, IPEndPoint listen, Func<EndPoint, Socket>? bind) =>
        new(_gate, credentials, credentials, CloudSeed.Region, TimeProvider.System, listen, Tell, bind: bind);

    private static IPEndPoint At(InetAddress address) => new(address.ToIPAddress(), Http);

    // A socket belongs to the namespace that its thread was in when it was made.
    private Socket Inside(EndPoint end) => _netns.Inside(() =>
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(end);
        return socket;
    });

    // Nobody sends from an address that is not his NIC's own: the fabric lets nothing else in.
    private string? WhoIs(IPAddress remote)
    {
        var address = InetAddress.FromBytes(remote.GetAddressBytes());
        return _fabric.State.Interfaces.Values.FirstOrDefault(eni => eni.Owns(address))?.Instance;
    }

    private static void Tell(Exception error) =>
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.UtcNow:O} fairlead-vpc: {error}"));
}
