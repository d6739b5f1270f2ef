using System.Collections.Concurrent;
using System.Net;
using Fairlead.Kubernetes.Leadership;
using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;
using Fairlead.Testing.Clocks;

namespace Fairlead.Kubernetes.Tests.Client;

/// <summary>From when on a Lease is counted: never later than others may do.</summary>
public sealed class LeaseTests
{
    private static readonly LeaderElectionOptions Options = new() { Namespace = "kube-system", Name = "l", Identity = "a" };

    private readonly ManualClock _clock = new();
    private readonly LeaseServer _server = new();
    private readonly ConcurrentQueue<string> _told = [];

    [Fact]
    public async Task A_Lease_whose_answer_came_late_is_over_when_it_is_for_others()
    {
        // It was written at once, and the answer took 9 of the 10 s.
        _server.Before = request => _clock.Advance(TimeSpan.FromSeconds(request.Method == HttpMethod.Post ? 9 : 0));
        var (lead, run) = await Lead();
        await Passes(1);
        await lead.Ended.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(0, _server.Renewals);
        await lead.Stop(run);
    }

    [Fact]
    public async Task A_note_of_somebody_on_the_Lease_is_no_renewal()
    {
        var (lead, run) = await Lead();
        // Each of our writes meets another's, which leaves the holder.
        _server.Conflicts = true;
        for (var tries = 1; tries <= 4; tries++)
        {
            await Passes(2);
            await Eventually.Is(() => _told.Count == 1 + tries, $"conflict {tries}, after that it leads");
        }

        Assert.False(lead.Ended.Task.IsCompleted);
        await Passes(2);
        await lead.Ended.Task.WaitAsync(TimeSpan.FromSeconds(10));
        await lead.Stop(run);
    }

    [Fact]
    public async Task One_answer_that_never_comes_does_not_cost_the_term()
    {
        var (lead, run) = await Lead();
        _server.Hangs = 1;
        await Passes(2);
        await Eventually.Is(() => _server.Hangs == 0, "the renewal that gets no answer");
        await Passes(3.4);
        await Eventually.Is(() => _told.Any(line => line.Contains("no answer")), "it is given up");
        await Passes(2);
        await Eventually.Is(() => _server.Renewals == 1, "the next one");
        Assert.False(lead.Ended.Task.IsCompleted);
        await lead.Stop(run);
    }

    private async Task<(Term Lead, Task Run)> Lead()
    {
        var lead = new Term();
        var client = new ClusterClient(new ClusterEndpoint { Server = new Uri("http://leased/") }, _server, _clock);
        var run = new LeaderElection(client, Options with { Told = _told.Enqueue }).RunAsync(lead.RunAsync, lead.Stopped.Token);
        await lead.Begun.Task.WaitAsync(TimeSpan.FromSeconds(10));
        return (lead, run);
    }

    // Not before somebody waits for it.
    private async Task Passes(double seconds)
    {
        await Eventually.Is(() => _clock.IsAwaited, "somebody waits");
        _clock.Advance(TimeSpan.FromSeconds(seconds));
    }

    private sealed class Term
    {
        public TaskCompletionSource Begun { get; } = new();

        public TaskCompletionSource Ended { get; } = new();

        public CancellationTokenSource Stopped { get; } = new();

        public async Task RunAsync(long term, CancellationToken lost)
        {
            Begun.TrySetResult();
            await Task.Delay(Timeout.Infinite, lost).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Ended.TrySetResult();
        }

        public async Task Stop(Task run)
        {
            await Stopped.CancelAsync();
            await run.WaitAsync(TimeSpan.FromSeconds(20));
        }
    }

    /// <summary>A store of one Lease, which takes a write before it answers.</summary>
    private sealed class LeaseServer : HttpMessageHandler
    {
        private string? _lease;
        private int _version;

        public Action<HttpRequestMessage> Before { get; set; } = static _ => { };

        public bool Conflicts { get; set; }

        /// <summary>Requests that get no answer.</summary>
        public int Hangs { get; set; }

        /// <summary>Of the first term: whoever lost it stands again at once.</summary>
        public int Renewals { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
        {
            if (request.Method == HttpMethod.Put && Hangs > 0)
            {
                Hangs--;
                await Task.Delay(Timeout.Infinite, cancel);
            }

            if (request.Method == HttpMethod.Get)
            {
                return _lease is null ? Refused(HttpStatusCode.NotFound, "NotFound") : Said(_lease);
            }

            if (request.Method == HttpMethod.Put && Conflicts)
            {
                return Refused(HttpStatusCode.Conflict, "Conflict");
            }

            var body = await request.Content!.ReadAsStringAsync(cancel);
            Renewals += request.Method == HttpMethod.Put && System.Text.RegularExpressions.Regex.IsMatch(body, "\"leaseTransitions\":1\\b") ? 1 : 0;
            _lease = System.Text.RegularExpressions.Regex.Replace(body, "\"resourceVersion\":\"[0-9]*\",?", "").Replace("\"metadata\":{", $"\"metadata\":{{\"resourceVersion\":\"{++_version}\",", StringComparison.Ordinal);
            Before(request);
            return Said(_lease);
        }

        private static HttpResponseMessage Said(string body) => new(HttpStatusCode.OK) { Content = new StringContent(body) };

        private static HttpResponseMessage Refused(HttpStatusCode status, string reason) =>
            new(status) { Content = new StringContent($$"""{"kind":"Status","status":"Failure","reason":"{{reason}}","code":{{(int)status}}}""") };
    }
}
