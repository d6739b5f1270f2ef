using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Fairlead.Vpc.Credentials;
using Fairlead.Vpc.OpenApi.Credentials;

namespace Fairlead.Vpc.OpenApi.Tests.Credentials;

/// <summary>AssumeRoleWithOIDC, unsigned as SDKs call it, and what its key pair is good for.</summary>
public sealed class RoleTests : IAsyncLifetime
{
    private const string Sts = "2015-04-01";
    private const string Assume = "AssumeRoleWithOIDC";

    private readonly FixedClock _clock = new(DateTimeOffset.UtcNow);
    private ServedCloud _cloud = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        var random = RandomNumberGenerator.Create();
        var ring = new RingCredentials(new KeyRing(AccountKeys.Create(ServedCloud.Account, random), _clock, random), _clock);
        _cloud = await ServedCloud.StartAsync(credentials: ring, issuer: ring, clock: _clock);
        _http = new HttpClient { BaseAddress = new Uri(_cloud.Endpoint) };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _cloud.DisposeAsync();
    }

    [Fact]
    public async Task A_token_gives_a_key_pair_that_signs_calls_and_ends()
    {
        var answer = await AskAsync(("DurationSeconds", "900"));
        Assert.Equal(200, answer.Status);
        Assert.StartsWith("STS.", answer["Credentials.AccessKeyId"]);
        Assert.Equal($"acs:ram::{ServedCloud.Account}:assumed-role/node/session-1", answer["AssumedRoleUser.Arn"]);
        Assert.Equal(("system:serviceaccount:kube-system:fairlead", "https://issuer.example", "sts.aliyuncs.com"),
            (answer["OIDCTokenInfo.Subject"], answer["OIDCTokenInfo.Issuer"], answer["OIDCTokenInfo.ClientIds"]));

        using var client = new SignedClient(_cloud.Endpoint)
        {
            KeyId = answer["Credentials.AccessKeyId"],
            Secret = answer["Credentials.AccessKeySecret"],
            SecurityToken = answer["Credentials.SecurityToken"],
        };
        var who = await client.CallAsync(Sts, "GetCallerIdentity");
        Assert.Equal(("AssumedRoleUser", ServedCloud.Account, answer["AssumedRoleUser.Arn"]), (who["IdentityType"], who["AccountId"], who["Arn"]));
        Assert.Equal(200, (await client.CallAsync("2016-04-28", "DescribeVpcs", ("RegionId", "cn-hangzhou"))).Status);

        _clock.Now += TimeSpan.FromSeconds(901);
        Assert.Equal("InvalidSecurityToken.Expired", (await client.CallAsync(Sts, "GetCallerIdentity", ("Timestamp", $"{_clock.Now.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}"))).Code);
    }

    /// <summary>Codes and statuses: STS's own error table, and its reference for ranges.</summary>
    public static TheoryData<string, string, string, int> Refusals => new()
    {
        { "OIDCToken", "", "MissingParameter.OIDCToken", 400 },
        { "OIDCToken", "abc", "InvalidParameter.OIDCToken", 400 },
        { "OIDCToken", "no.token", "AuthenticationFail.OIDCToken.Invalid", 401 },
        { "OIDCToken", "a.b!.c", "AuthenticationFail.OIDCToken.Invalid", 401 },
        { "OIDCToken", "a.bm9qc29u.c", "AuthenticationFail.OIDCToken.Invalid", 401 },
        { "OIDCToken", "expired", "AuthenticationFail.OIDCToken.Expired", 401 },
        { "RoleArn", "", "MissingParameter.RoleArn", 400 },
        { "RoleArn", "acs:ram::1:role/node", "EntityNotExist.Role", 404 },
        { "OIDCProviderArn", "", "MissingParameter.OIDCProviderArn", 400 },
        { "OIDCProviderArn", "acs:ram::1:oidc-provider/x", "AuthenticationFail.NoPermission", 401 },
        { "RoleSessionName", "", "MissingParameter.RoleSessionName", 400 },
        { "DurationSeconds", "899", "InvalidParameter.DurationSeconds", 400 },
        { "DurationSeconds", "43201", "InvalidParameter.DurationSeconds", 400 },
        { "Policy", "{}", "UnsupportedParameter", 400 },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_wrong_part_is_refused(string name, string value, string code, int status)
    {
        var answer = await AskAsync((name, value == "expired" ? Token(_clock.Now.AddSeconds(-1)) : value));
        Assert.Equal((code, status), (answer.Code, answer.Status));
    }

    private async Task<CloudAnswerText> AskAsync((string Name, string Value) changed)
    {
        var form = new Dictionary<string, string>
        {
            ["Action"] = Assume, ["Version"] = Sts, ["Format"] = "JSON", ["RoleArn"] = $"acs:ram::{ServedCloud.Account}:role/node",
            ["OIDCProviderArn"] = $"acs:ram::{ServedCloud.Account}:oidc-provider/cluster", ["OIDCToken"] = Token(_clock.Now.AddHours(1)), ["RoleSessionName"] = "session-1",
        };
        form[changed.Name] = changed.Value;
        using var answer = await _http.PostAsync("/", new FormUrlEncodedContent(form));
        return new CloudAnswerText((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static string Token(DateTimeOffset expires)
    {
        var claims = $$"""{"sub":"system:serviceaccount:kube-system:fairlead","iss":"https://issuer.example","aud":["sts.aliyuncs.com"],"exp":{{expires.ToUnixTimeSeconds()}}}""";
        return $"{Base64Url.EncodeToString("{}"u8)}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}.c2ln";
    }
}
