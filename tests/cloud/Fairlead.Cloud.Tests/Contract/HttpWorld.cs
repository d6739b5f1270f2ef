using System.Net;
using System.Security.Cryptography;
using Fairlead.Cloud.Alibaba;
using Fairlead.Cloud.Alibaba.Calls;
using Fairlead.Cloud.Alibaba.Credentials;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Credentials;
using Fairlead.Vpc.OpenApi.Credentials;
using Fairlead.Vpc.OpenApi.Hosting;

namespace Fairlead.Cloud.Tests.Contract;

/// <summary>The client over HTTP against the emulator's own endpoint on loopback.</summary>
public sealed class HttpWorld : CloudWorld
{
    private readonly CloudServer _server;
    private readonly HttpClient _http = Connections.Open();
    private readonly List<AlibabaCloud> _clients = [];
    private readonly List<Exception> _bugs = [];
    private AlibabaCloud? _cloud;

    private HttpWorld(CloudSettings settings)
        : base(TimeProvider.System, settings)
    {
        Ring = new KeyRing(AccountKeys, TimeProvider.System, RandomNumberGenerator.Create());
        var credentials = new RingCredentials(Ring, TimeProvider.System);
        _server = new CloudServer(Gate, credentials, credentials, CloudSeed.Region, TimeProvider.System, new IPEndPoint(IPAddress.Loopback, 0), _bugs.Add);
    }

    public static AccountKeys AccountKeys { get; } = new("1234567890123456", "LTAItheTest", "theTestsOwnSecret0123456789/+");

    public KeyRing Ring { get; }

    public override ICloudNetwork Cloud => _cloud!;

    public Endpoints Endpoints => Endpoints.At(new Uri($"http://{_server.EndPoint}"));

    public List<CallRecord> Records { get; } = [];

    public static Task<HttpWorld> StartAsync() => StartAsync(Settings, options => options);

    public static async Task<HttpWorld> StartAsync(CloudSettings settings, Func<AlibabaCloudOptions, AlibabaCloudOptions> change)
    {
        var world = new HttpWorld(settings);
        await world._server.StartAsync();
        world._cloud = world.Client(new EnvironmentSource(name => name.EndsWith("_ID") ? AccountKeys.Id : name.EndsWith("_SECRET") ? AccountKeys.Secret : null), TimeProvider.System, change);
        return world;
    }

    /// <summary>A further client of the same cloud.</summary>
    public AlibabaCloud Client(ICredentialSource credentials, TimeProvider clock, Func<AlibabaCloudOptions, AlibabaCloudOptions>? change = null)
    {
        var options = new AlibabaCloudOptions
        {
            Region = CloudSeed.Region,
            Endpoints = Endpoints,
            FirstBackoff = TimeSpan.FromMilliseconds(20),
            LongestBackoff = TimeSpan.FromMilliseconds(200),
            AttemptTimeout = TimeSpan.FromSeconds(5),
            CallDeadline = TimeSpan.FromSeconds(20),
            BatchWindow = TimeSpan.FromMilliseconds(5),
            FirstPace = 500,
            Observer = record =>
            {
                lock (Records)
                {
                    Records.Add(record);
                }
            },
        };
        var client = new AlibabaCloud(_http, credentials, change is null ? options : change(options), clock);
        _clients.Add(client);
        return client;
    }

    public override Task PassAsync() => Task.Delay(20);

    public override async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        _http.Dispose();
        await _server.DisposeAsync();
        await base.DisposeAsync();
        Assert.Empty(_bugs);
    }
}
