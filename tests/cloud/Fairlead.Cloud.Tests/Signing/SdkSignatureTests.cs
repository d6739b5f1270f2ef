using System.Diagnostics;
using System.Text.Json.Nodes;
using Fairlead.Cloud.Alibaba.Signing;

namespace Fairlead.Cloud.Tests.Signing;

/// <summary>Random requests, signed by us and by the official SDK's own code (@alicloud/openapi-core), where <c>eng/sdks.sh</c> has put it.</summary>
public sealed class SdkSignatureTests
{
    private const string Script = """
        const util = require('@alicloud/openapi-core/dist/utils').default;
        const requests = JSON.parse(require('fs').readFileSync(0, 'utf8'));
        console.log(JSON.stringify(requests.map(r => util.getAuthorization(
          { pathname: '/', method: 'POST', query: r.query, headers: r.headers }, 'ACS3-HMAC-SHA256', r.headers['x-acs-content-sha256'], r.id, r.secret))));
        """;

    [Fact]
    public async Task The_official_SDK_signs_any_request_as_we_do()
    {
        var (status, said) = await ScriptAsync();
        Assert.SkipUnless(status == 0, said.Split('\n')[^1]);
        var modules = Path.Combine((await ScriptAsync("--path")).Said, "node_modules");
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var requests = Enumerable.Range(0, 200).Select(_ => Request.Draw(random)).ToArray();
        var theirs = JsonNode.Parse(await NodeAsync(modules, new JsonArray([.. requests.Select(request => request.ToJson())]).ToJsonString()))!.AsArray();
        Assert.All(requests.Zip(theirs), pair => Assert.True(pair.First.Sign() == pair.Second!.ToString(), $"seed {seed}: {pair.First.ToJson()}"));
    }

    private static async Task<(int Status, string Said)> ScriptAsync(params string[] words)
    {
        var start = new ProcessStartInfo(Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../eng/sdks.sh")), words) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var script = Process.Start(start)!;
        var (output, errors) = (script.StandardOutput.ReadToEndAsync(), script.StandardError.ReadToEndAsync());
        await EndAsync(script);
        return (script.ExitCode, (await output + await errors).Trim());
    }

    private static async Task<string> NodeAsync(string modules, string input)
    {
        var start = new ProcessStartInfo("node", ["-e", Script]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["NODE_PATH"] = modules;
        using var node = Process.Start(start)!;
        await node.StandardInput.WriteAsync(input);
        node.StandardInput.Close();
        var output = node.StandardOutput.ReadToEndAsync();
        await EndAsync(node);
        Assert.Equal(0, node.ExitCode);
        return await output;
    }

    // What hangs fails its own test, and does not hold up all of them.
    private static async Task EndAsync(Process process)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{process.StartInfo.FileName} does not end");
        }
    }

    private sealed record Request(Dictionary<string, string> Query, Dictionary<string, string> Headers, string Id, string Secret)
    {
        private const string Characters = "abcXYZ019-_.~ +*%/\\!'()&=?#;:@,$[]{}|\"<>^`üé漢字€\u00a0\n\t😀";

        public static Request Draw(Random random)
        {
            var query = new Dictionary<string, string> { ["RegionId"] = "cn-hangzhou" };
            for (var count = random.Next(12); count > 0; count--)
            {
                query[$"{(char)('A' + random.Next(26))}{random.Next(20)}.{random.Next(20)}"] = Text(random);
            }

            var headers = new Dictionary<string, string>
            {
                ["host"] = random.Next(2) == 0 ? "ecs.cn-hangzhou.aliyuncs.com" : "127.0.0.1:8080",
                ["x-acs-action"] = "CreateNetworkInterface",
                ["x-acs-version"] = "2014-05-26",
                ["x-acs-date"] = "2026-01-02T03:04:05Z",
                ["x-acs-signature-nonce"] = $"{random.NextInt64():x}",
                ["x-acs-content-sha256"] = Acs3Signature.EmptyBodyHash,
            };
            if (random.Next(2) == 0)
            {
                headers["x-acs-security-token"] = Convert.ToBase64String(BitConverter.GetBytes(random.NextInt64()));
                headers["x-acs-accesskey-id"] = "STS.x";
            }

            return new Request(query, headers, $"LTAI{random.Next()}", Convert.ToBase64String(BitConverter.GetBytes(random.NextInt64())));
        }

        public string Sign() => Acs3Signature.Authorization("POST", Acs3Signature.Query(Query), Headers, Id, Secret);

        public JsonObject ToJson() => new() { ["query"] = Object(Query), ["headers"] = Object(Headers), ["id"] = Id, ["secret"] = Secret };

        private static JsonObject Object(Dictionary<string, string> pairs) => new(pairs.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));

        private static string Text(Random random)
        {
            var runes = Characters.EnumerateRunes().ToArray();
            return string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => runes[random.Next(runes.Length)].ToString()));
        }
    }
}
