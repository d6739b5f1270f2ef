using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Fairlead.Bench.Store;

/// <summary><c>fairlead store serve</c> on a file, with 5,000 nodes' networks, and a client of it.</summary>
internal sealed class BenchStore : IAsyncDisposable
{
    public const int Networks = 5000;

    private const string Path = "apis/fairlead.io/v1alpha1/nodenetworks";

    // A node in the middle of its day: this many pods have an address.
    private const int Leases = 30;

    private readonly BenchOptions _options;
    private Process _process;

    private BenchStore(BenchOptions options, Process process, HttpClient client) => (_options, _process, Client) = (options, process, client);

    public HttpClient Client { get; private set; }

    /// <summary>Of one network's JSON.</summary>
    public int Octets { get; private set; }

    public static string At(int network) => string.Create(CultureInfo.InvariantCulture, $"{Path}/node-{network:0000}");

    public static string All => Path;

    public static async Task<BenchStore> StartAsync(BenchOptions options)
    {
        var (process, client) = await StartProcessAsync(options);
        return new BenchStore(options, process, client);
    }

    public async Task FillAsync()
    {
        await Parallel.ForAsync(0, Networks, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) =>
        {
            await SendAsync(HttpMethod.Post, Path, Network(i), "application/json");
            await SendAsync(HttpMethod.Patch, $"{At(i)}/status", Status(i, 0), "application/merge-patch+json");
        });
        Octets = (await Client.GetByteArrayAsync(At(0))).Length;
    }

    /// <summary>As an agent writes what its pods have.</summary>
    public Task WriteStatusAsync(int network, int turn) => SendAsync(HttpMethod.Patch, $"{At(network)}/status", Status(network, turn), "application/merge-patch+json");

    /// <returns>From its start until it answers.</returns>
    public async Task<TimeSpan> RestartAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        var clock = Stopwatch.StartNew();
        (_process, Client) = await StartProcessAsync(_options);
        await Client.GetByteArrayAsync("readyz");
        return clock.Elapsed;
    }

    /// <summary>That the store has used since its start: little depends on what else the machine does.</summary>
    public TimeSpan ProcessorTime()
    {
        _process.Refresh();
        return _process.TotalProcessorTime;
    }

    public double Megabytes()
    {
        _process.Refresh();
        return _process.WorkingSet64 / 1e6;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    private static async Task<(Process Process, HttpClient Client)> StartProcessAsync(BenchOptions options)
    {
        var tool = System.IO.Path.Combine(options.Root, "artifacts/bin/fairlead/release/fairlead.dll");
        var process = Process.Start(new ProcessStartInfo("dotnet", [tool, "store", "serve", "--state", System.IO.Path.Combine(options.State, "store.db")]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var first = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
        var server = new Uri((string)JsonNode.Parse(first)!["server"]!);
        return (process, new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = server, Timeout = TimeSpan.FromMinutes(2) });
    }

    private async Task SendAsync(HttpMethod method, string path, string body, string type)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(body, Encoding.UTF8) { Headers = { ContentType = new MediaTypeHeaderValue(type) } } };
        using var answer = await Client.SendAsync(request);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{method} {path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }
    }

    private static string Network(int i) => $$"""
        {"metadata":{"name":"{{At(i).Split('/')[^1]}}"},
         "spec":{"term":1,"instance":"i-{{i}}","zone":"cn-hangzhou-h","mode":"sharedEni","interfaces":[{{string.Join(',', Enumerable.Range(1, 3).Select(eni => Interface(i, eni)))}}]} }
        """;

    private static string Interface(int node, int eni) => string.Create(CultureInfo.InvariantCulture, $$"""
        {"id":"eni-{{node}}-{{eni}}","mac":"02:00:{{node / 256:x2}}:{{node % 256:x2}}:00:{{eni:x2}}","use":"shared","vSwitch":"vsw-a","subnet4":"10.0.0.0/8","gateway4":"10.255.255.253","generation":1,
         "ranges":[{{string.Join(',', Enumerable.Range(1, 10).Select(address => $$"""{"range":"10.{{node / 256}}.{{node % 256}}.{{(eni * 10) + address}}/32","generation":1}"""))}}]}
        """);

    private static string Status(int node, int turn) => string.Create(CultureInfo.InvariantCulture, $$"""
        {"status":{"agent":{"instance":"i-{{node}}","observedGeneration":1,"resting":{{turn}},"leases":[{{string.Join(',', Enumerable.Range(0, Leases).Select(lease => Lease(node, lease, turn)))}}]} } }
        """);

    private static string Lease(int node, int lease, int turn) => string.Create(CultureInfo.InvariantCulture, $$"""
        {"address":"10.{{node / 256}}.{{node % 256}}.{{11 + lease}}","interface":"eni-{{node}}-{{1 + (lease / 10)}}","containerId":"{{turn:x8}}{{lease:x8}}","interfaceName":"eth0","podUid":"00000000-0000-0000-{{turn:x4}}-{{lease:x12}}","generation":1,"podNamespace":"default","podName":"web-{{lease}}"}
        """);
}
