using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Fairlead.Vpc.Faults;

namespace Fairlead.Vpc.OpenApi.Tests.Hosting;

/// <summary>What no SDK sends: answered or closed, and the cloud goes on as if nothing had been.</summary>
public sealed class RobustnessTests : IAsyncLifetime
{
    private const string Sts = "2015-04-01";
    private const string Ecs = "2014-05-26";

    private ServedCloud _cloud = null!;
    private SignedClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _cloud = await ServedCloud.StartAsync(patience: TimeSpan.FromSeconds(1.5));
        _client = new SignedClient(_cloud.Endpoint);
    }

    /// <summary>Whatever a test did: the same server answers the next call.</summary>
    public async ValueTask DisposeAsync()
    {
        Assert.Equal(200, (await _client.CallAsync(Sts, "GetCallerIdentity")).Status);
        _client.Dispose();
        await _cloud.DisposeAsync();
    }

    /// <summary>Raw requests, and what the answer must begin with and hold; an empty text is a closed connection.</summary>
    public static TheoryData<string, string, string> Requests => new()
    {
        { "GET /?Action=%zz&Version=2014-05-26&Format=JSON HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 400", "\"Code\":\"InvalidParameter\"" },
        { "GET /?Format=JSON&Action=%FF%FE HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 400", "\"Code\":\"InvalidParameter\"" },
        { "GET /?Format=JSON&A=%4 HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 400", "\"Code\":\"InvalidParameter\"" },
        { "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 400", "<Code>MissingAction</Code>" },
        { "GET /?&&&=&== HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 400", "<Code>MissingAction</Code>" },
        { "PUT /?Format=JSON HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 400", "\"Code\":\"UnsupportedHTTPMethod\"" },
        { "GET /elsewhere?Format=JSON&Action=A&Version=B HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 404", "\"Code\":\"InvalidAction.NotFound\"" },
        { "POST /?Format=JSON HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n", "HTTP/1.1 413", "\"Code\":\"RequestEntityTooLarge\"" },
        { "POST /?Format=JSON HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nAction=", "HTTP/1.1 408", "\"Code\":\"RequestTimeout\"" },
        { "POST /?Format=JSON HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nthis is no chunk", "HTTP/1.1 400", "\"Code\":\"BadRequest\"" },
        { "this is no HTTP\r\n\r\n", "HTTP/1.1 505", "" },
        { "\x16\x03\x01\x02\r\n\r\n", "HTTP/1.1 400", "" },
        { "GET / HTTP/1.1\r\nHo", "", "" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_request_that_is_none(string request, string start, string part)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(_cloud.EndPoint);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        var answer = await ReadAsync(socket);
        Assert.True(answer.StartsWith(start, StringComparison.Ordinal) || start == "HTTP/1.1 408" && answer.Length == 0, answer);
        Assert.Contains(part, answer);
    }

    [Fact]
    public async Task A_body_that_never_ends_is_cut()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(_cloud.EndPoint);
        var stream = socket.GetStream();
        await stream.WriteAsync("POST /?Format=JSON HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray());
        var chunk = Encoding.ASCII.GetBytes("10000\r\n" + new string('a', 0x10000) + "\r\n");
        try
        {
            for (var i = 0; i < 1000; i++)
            {
                await stream.WriteAsync(chunk);
            }
        }
        catch (IOException)
        {
            return;
        }

        Assert.Contains("RequestEntityTooLarge", await ReadAsync(socket));
    }

    [Fact]
    public async Task A_caller_that_leaves_in_the_middle_is_not_missed()
    {
        for (var i = 0; i < 20; i++)
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(_cloud.EndPoint);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nAction"[..(2 * i)]));
        }
    }

    [Fact]
    public async Task Ten_thousand_parameters_are_read_as_quickly_as_they_come()
    {
        var parameters = Enumerable.Range(1, 10_000).Select(i => ($"Nonsense.{i}", "x")).ToArray();
        var clock = Stopwatch.StartNew();
        Assert.Equal(200, (await _client.PostAsync(Sts, "GetCallerIdentity", parameters)).Status);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_thousand_connections_at_once_are_all_answered()
    {
        var sockets = Enumerable.Range(0, 1000).Select(_ => new TcpClient()).ToList();
        try
        {
            await Task.WhenAll(sockets.Select(socket => socket.ConnectAsync(_cloud.EndPoint)));
            var statuses = await Task.WhenAll(sockets.Select(AskAsync));
            Assert.All(statuses, status => Assert.StartsWith("HTTP/1.1 200", status));
            Assert.Equal(1 + 1000, _cloud.Cloud.State.SecurityGroups.Count);
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }

        async Task<string> AskAsync(TcpClient socket)
        {
            var parameters = _client.Sign("GET", Ecs, "CreateSecurityGroup", [("RegionId", "cn-hangzhou"), ("VpcId", "vpc-lab")]);
            var request = $"GET /?{SignedClient.Form(parameters)} HTTP/1.1\r\nHost: {_cloud.EndPoint}\r\nConnection: close\r\n\r\n";
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
            return await ReadAsync(socket);
        }
    }

    [Fact]
    public async Task A_lost_answer_is_a_closed_connection_and_the_deed_is_done()
    {
        _cloud.Gate.Use(FaultScriptReader.Read("faults: [{ action: CreateSecurityGroup, answer: lost-after }]", "faults"));
        await Assert.ThrowsAsync<HttpRequestException>(() => _client.CallAsync(Ecs, "CreateSecurityGroup", ("RegionId", "cn-hangzhou"), ("VpcId", "vpc-lab")));
        Assert.Equal(2, _cloud.Cloud.State.SecurityGroups.Count);
    }

    [Fact]
    public async Task A_slow_answer_comes_late_and_whole()
    {
        _cloud.Gate.Use(FaultScriptReader.Read("faults: [{ action: DescribeVpcs, delay: 300ms }]", "faults"));
        var clock = Stopwatch.StartNew();
        var answer = await _client.CallAsync("2016-04-28", "DescribeVpcs", ("RegionId", "cn-hangzhou"));
        Assert.Equal((200, "vpc-lab"), (answer.Status, answer["Vpcs.Vpc.0.VpcId"]));
        Assert.InRange(clock.Elapsed, TimeSpan.FromMilliseconds(290), TimeSpan.FromSeconds(5));
    }

    private static async Task<string> ReadAsync(TcpClient socket)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await socket.GetStream().ReadAsync(buffer, patience.Token) is var count and > 0)
            {
                text.Append(Encoding.UTF8.GetString(buffer, 0, count));
                // An answered connection stays open: what was announced is here, that is all.
                if (text.ToString() is var all && all.IndexOf("\r\n\r\n", StringComparison.Ordinal) is var end and > 0
                    && System.Text.RegularExpressions.Regex.Match(all, @"Content-Length: (\d+)") is { Success: true } length
                    && Encoding.UTF8.GetByteCount(all) >= end + 4 + int.Parse(length.Groups[1].Value))
                {
                    return all;
                }
            }
        }
        catch (IOException)
        {
        }

        return text.ToString();
    }
}
