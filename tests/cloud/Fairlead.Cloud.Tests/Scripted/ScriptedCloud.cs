using Fairlead.Cloud.Alibaba;
using Fairlead.Cloud.Alibaba.Calls;
using Fairlead.Cloud.Alibaba.Credentials;

namespace Fairlead.Cloud.Tests.Scripted;

/// <summary>The client in front of a <see cref="ScriptedServer"/>.</summary>
internal sealed class ScriptedCloud : IDisposable
{
    public const string KeySecret = "tOpSeCrEt/Key+Of=TheTest";
    public const string Token = "CAISsecurity/token+of==the-test";

    public ScriptedCloud(ScriptedServer server, ICredentialSource? credentials = null, TimeProvider? clock = null, Func<AlibabaCloudOptions, AlibabaCloudOptions>? change = null)
    {
        Server = server;
        var options = new AlibabaCloudOptions
        {
            Region = "cn-hangzhou",
            Endpoints = Endpoints.At(new Uri("http://cloud.test:8080")),
            FirstBackoff = TimeSpan.FromMilliseconds(2),
            LongestBackoff = TimeSpan.FromMilliseconds(20),
            CallDeadline = TimeSpan.FromSeconds(10),
            BatchWindow = TimeSpan.FromMilliseconds(5),
            FirstPace = 1000,
            Observer = record =>
            {
                lock (Records)
                {
                    Records.Add(record);
                }
            },
        };
        Http = new HttpClient(server) { Timeout = Timeout.InfiniteTimeSpan };
        Cloud = new AlibabaCloud(Http, credentials ?? new FixedSource(), change?.Invoke(options) ?? options, clock ?? TimeProvider.System);
    }

    public ScriptedServer Server { get; }

    public HttpClient Http { get; }

    public AlibabaCloud Cloud { get; }

    public List<CallRecord> Records { get; } = [];

    public void Dispose()
    {
        Cloud.Dispose();
        Http.Dispose();
    }
}

/// <summary>Credentials that a test gives, one after the other; the last ones stay.</summary>
internal sealed class FixedSource(params Credential[] credentials) : ICredentialSource
{
    private int _reads;

    public int Reads => Volatile.Read(ref _reads);

    public string Name => "the test";

    public static Credential Plain { get; } = new("LTAIplain", new Secret(ScriptedCloud.KeySecret), null, null, "the test");

    public static Credential WithToken { get; } = new("STS.test", new Secret(ScriptedCloud.KeySecret), new Secret(ScriptedCloud.Token), null, "the test");

    public Task<Credential> ReadAsync(CancellationToken cancel)
    {
        var read = Interlocked.Increment(ref _reads);
        return Task.FromResult(credentials.Length == 0 ? Plain : credentials[Math.Min(read, credentials.Length) - 1]);
    }
}
