using System.Collections.Concurrent;
using Fairlead.Allocation;
using Fairlead.Cloud;
using Fairlead.Kubernetes;

namespace Fairlead.Controller.Tests.Host;

/// <summary>One controller process, as far as a test needs one.</summary>
internal sealed class RunningController : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Cable _cable = new();
    private readonly ClusterClient _client;
    private readonly Task _run;

    public RunningController(Uri store, ICloudNetwork cloud, TimeProvider time, ConcurrentQueue<string> log, int number, Func<string, string>? rewrite = null)
    {
        _cable.Rewrite = rewrite;
        _client = new ClusterClient(new ClusterEndpoint { Server = store }, _cable, time);
        Host = new ControllerHost(_client, cloud, new ControllerOptions
        {
            Allocator = term => new Allocator(new AllocatorOptions { Seed = (ulong)number, FirstLook = TimeSpan.FromMilliseconds(50), LookEvery = TimeSpan.FromMilliseconds(50), StatusEvery = TimeSpan.FromMilliseconds(100), LostAfter = TimeSpan.FromSeconds(3), DescriptionLag = TimeSpan.FromSeconds(1), ListEvery = TimeSpan.FromSeconds(5) }, term),
            Identity = $"controller-{number}",
            LeaseDuration = TimeSpan.FromSeconds(3),
            LeaseRenewWithin = TimeSpan.FromSeconds(2),
            LeaseRetry = TimeSpan.FromMilliseconds(100),
            Log = line => log.Enqueue($"{number}: {line}"),
        }, time);
        _run = Host.RunAsync(_stop.Token);
    }

    public ControllerHost Host { get; }

    public bool Leads => Host.Term > 0;

    /// <summary>What it asked of the store: method and path.</summary>
    public IReadOnlyCollection<(string Method, Uri Uri)> Asked => _cable.Asked;

    /// <summary>No request gets through any more, and no answer: as seen from the store, it is gone.</summary>
    public void Cut() => _cable.IsCut = true;

    /// <summary>From now on the configuration is seen as it is.</summary>
    public void SeeClearly() => _cable.Rewrite = null;

    /// <summary>As by SIGTERM.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _run.WaitAsync(TimeSpan.FromSeconds(20));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.WaitAsync(TimeSpan.FromSeconds(20)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.True(_run.IsCompleted, "the controller does not end");
        _client.Dispose();
        _stop.Dispose();
    }

    private sealed class Cable() : DelegatingHandler(new SocketsHttpHandler())
    {
        private readonly CancellationTokenSource _cut = new();

        public ConcurrentQueue<(string Method, Uri Uri)> Asked { get; } = [];

        public bool IsCut
        {
            get => _cut.IsCancellationRequested;
            set => _cut.Cancel();
        }

        /// <summary>What news of the configuration become on their way.</summary>
        public Func<string, string>? Rewrite { get; set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
        {
            if (IsCut)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancel);
                throw new HttpRequestException("the cable is cut");
            }

            Asked.Enqueue((request.Method.Method, request.RequestUri!));
            var answer = await base.SendAsync(request, cancel);
            if (request.RequestUri!.AbsolutePath.EndsWith("/clusternetworks", StringComparison.Ordinal))
            {
                answer.Content = new StreamContent(new RewrittenLines(await answer.Content.ReadAsStreamAsync(cancel), line => Rewrite?.Invoke(line) ?? line));
            }

            return answer;
        }
    }
}
