using System.Net;
using Fairlead.Model.Addresses;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Configuration;
using Fairlead.Vpc.Gate;
using Fairlead.Vpc.OpenApi.Credentials;
using Fairlead.Vpc.OpenApi.Hosting;

namespace Fairlead.Vpc.OpenApi.Tests;

/// <summary>A cloud that listens on a port of its own, without delays and limits.</summary>
internal sealed class ServedCloud : IAsyncDisposable
{
    public const string Account = "1234567890123456";
    public const string KeyId = "LTAItest";
    public const string Secret = "secret";

    private readonly CloudServer _server;

    private ServedCloud(CloudSettings settings, ICredentialStore? credentials, ISecurityTokenIssuer? issuer, TimeSpan? patience, TimeProvider? clock)
    {
        Cloud = new EmulatedCloud(CloudSeed.Of(World, settings, DateTimeOffset.UtcNow), TimeProvider.System);
        Gate = new CloudGate(Cloud, TimeProvider.System);
        credentials ??= new StaticCredentials(new AccessKey(KeyId, Secret, Account));
        _server = new CloudServer(Gate, credentials, issuer, CloudSeed.Region, clock ?? TimeProvider.System, new IPEndPoint(IPAddress.Loopback, 0), Bugs.Add, patience);
    }

    /// <summary>A VPC of two vSwitches with two nodes and a host.</summary>
    public static VpcConfiguration World { get; } = new()
    {
        Cidrs = [Cidr.Parse("172.16.0.0/16"), Cidr.Parse("fd10::/56")],
        VSwitches = [new("vsw-a", Cidr.Parse("172.16.0.0/20"), Cidr.Parse("fd10::/64")), new("vsw-b", Cidr.Parse("172.16.16.0/20"))],
        Instances =
        [
            new("node-1", "vsw-a", InetAddress.Parse("172.16.0.10")) { Type = "ecs.g7.2xlarge" },
            new("node-2", "vsw-b", InetAddress.Parse("172.16.16.10")),
            new("legacy-1", "vsw-a", InetAddress.Parse("172.16.0.20")),
        ],
    };

    public EmulatedCloud Cloud { get; }

    public CloudGate Gate { get; }

    /// <summary>What was told as a bug; must stay empty.</summary>
    public List<Exception> Bugs { get; } = [];

    public string Endpoint => $"http://{_server.EndPoint}";

    public IPEndPoint EndPoint => _server.EndPoint;

    public static async Task<ServedCloud> StartAsync(CloudSettings? settings = null, ICredentialStore? credentials = null, ISecurityTokenIssuer? issuer = null, TimeSpan? patience = null, TimeProvider? clock = null)
    {
        var cloud = new ServedCloud(settings ?? CloudSettings.Immediate, credentials, issuer, patience, clock);
        await cloud._server.StartAsync();
        return cloud;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Gate.Dispose();
        Cloud.Dispose();
        Assert.Empty(Bugs);
    }
}
