using System.Net;
using Fairlead.Cloud.Alibaba;
using Fairlead.Cloud.Alibaba.Credentials;
using Fairlead.Cloud.Tests.Scripted;

namespace Fairlead.Cloud.Tests.Credentials;

/// <summary>The metadata service and STS.</summary>
public sealed class RoleTests
{
    private const string Fields = """{"AccessKeyId":"STS.role","AccessKeySecret":"roleSecret","SecurityToken":"roleToken","Expiration":"2026-01-01T06:00:00Z","Code":"Success"}""";

    private static readonly Uri Root = new("http://100.100.100.200/");

    [Fact]
    public async Task The_role_is_asked_for_with_a_token()
    {
        var server = new ScriptedServer((request, _) => request.Path switch
        {
            "/latest/api/token" => Text("the-metadata-token"),
            "/latest/meta-data/ram/security-credentials/" => Text("node-role"),
            "/latest/meta-data/ram/security-credentials/node-role" => Text(Fields),
            _ => new HttpResponseMessage(HttpStatusCode.NotFound),
        });
        var credential = await new RamRoleSource(new HttpClient(server), Root).ReadAsync(default);
        Assert.Equal(("STS.role", "roleSecret", "roleToken"), (credential.AccessKeyId, credential.AccessKeySecret.Reveal(), credential.SecurityToken!.Reveal()));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 6, 0, 0, TimeSpan.Zero), credential.Expires);
        Assert.Equal("PUT", server.Seen[0].Method);
        Assert.All(server.Seen.Skip(1), request => Assert.Equal("the-metadata-token", request.Headers["X-aliyun-ecs-metadata-token"]));
    }

    [Fact]
    public async Task A_service_without_tokens_is_asked_plainly()
    {
        var server = new ScriptedServer((request, _) => request.Method == "PUT" ? new HttpResponseMessage(HttpStatusCode.MethodNotAllowed) : Text(Fields));
        Assert.Equal("STS.role", (await new RamRoleSource(new HttpClient(server), Root, "named").ReadAsync(default)).AccessKeyId);
        Assert.Equal("/latest/meta-data/ram/security-credentials/named", server.Seen[^1].Path);
        Assert.False(server.Seen[^1].Headers.ContainsKey("X-aliyun-ecs-metadata-token"));
    }

    public static TheoryData<string, string> WrongMetadata => new()
    {
        { "404", "the instance has no RAM role" },
        { "500", "the metadata service answered with HTTP 500" },
        { "roleSecret {", "the metadata service's answer is no JSON" },
        { """{"AccessKeyId":"STS.role","AccessKeySecret":"roleSecret"}""", "the answer has no SecurityToken" },
        { """{"AccessKeyId":"STS.role","AccessKeySecret":"roleSecret","SecurityToken":"roleToken","Expiration":"soon"}""", "the answer's Expiration is no time" },
        { "[]", "the answer has no AccessKeyId" },
    };

    [Theory]
    [MemberData(nameof(WrongMetadata))]
    public async Task A_wrong_answer_is_said_so_and_not_quoted(string answer, string message)
    {
        var server = new ScriptedServer((request, _) => request.Path.EndsWith('/') && answer != "404"
            ? Text("node-role")
            : int.TryParse(answer, out var status) ? new HttpResponseMessage((HttpStatusCode)status) : Text(answer));
        var error = await Assert.ThrowsAsync<CredentialSourceException>(() => new RamRoleSource(new HttpClient(server), Root).ReadAsync(default));
        Assert.Equal(message, error.Message);
        Assert.DoesNotContain("roleSecret", error.ToString());
    }

    [Fact]
    public async Task Outside_the_cloud_nobody_waits_long_for_the_metadata_service()
    {
        using var http = Connections.OpenToMetadata();
        // TEST-NET-1: nobody answers there (RFC 5737).
        var began = TimeProvider.System.GetTimestamp();
        await Assert.ThrowsAsync<CredentialSourceException>(() => new RamRoleSource(http, new Uri("http://192.0.2.1/")).ReadAsync(default));
        Assert.InRange(TimeProvider.System.GetElapsedTime(began).TotalSeconds, 0, 10);
    }

    [Fact]
    public async Task A_service_account_token_is_exchanged_at_STS()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "header.claims.signature\n");
        var server = new ScriptedServer((_, _) => ScriptedServer.Json($$"""{"RequestId":"1","Credentials":{{Fields}}}"""));
        var source = new OidcSource(new HttpClient(server), new Uri("https://sts.test"), Variables(file), TimeProvider.System);
        Assert.Equal("STS.role", (await source.ReadAsync(default)).AccessKeyId);
        var form = server.Seen[0].Body.Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => WebUtility.UrlDecode(pair[1]));
        Assert.Equal(
            ("AssumeRoleWithOIDC", "2015-04-01", "acs:ram::1:role/fairlead", "acs:ram::1:oidc-provider/cluster", "header.claims.signature"),
            (form["Action"], form["Version"], form["RoleArn"], form["OIDCProviderArn"], form["OIDCToken"]));
        File.Delete(file);
    }

    [Fact]
    public async Task STS_says_no_and_only_its_code_is_told()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "header.claims.signature");
        var server = new ScriptedServer((_, _) => ScriptedServer.Refusal("AuthenticationFail.OIDCToken.Expired", 400, "token header.claims.signature expired"));
        var source = new OidcSource(new HttpClient(server), new Uri("https://sts.test"), Variables(file), TimeProvider.System);
        var error = await Assert.ThrowsAsync<CredentialSourceException>(() => source.ReadAsync(default));
        Assert.Equal("STS answered with HTTP 400 AuthenticationFail.OIDCToken.Expired", error.Message);
        Assert.DoesNotContain("claims", error.ToString());
        File.Delete(file);
    }

    [Fact]
    public async Task Half_of_the_variables_is_a_mistake_and_none_is_none()
    {
        var half = new OidcSource(new HttpClient(), new Uri("https://sts.test"), name => name == "ALIBABA_CLOUD_ROLE_ARN" ? "arn" : null, TimeProvider.System);
        var error = await Assert.ThrowsAsync<CredentialSourceException>(() => half.ReadAsync(default));
        Assert.Equal((false, "ALIBABA_CLOUD_OIDC_PROVIDER_ARN and ALIBABA_CLOUD_OIDC_TOKEN_FILE not set"), (error.IsUnused, error.Message));
        var none = new OidcSource(new HttpClient(), new Uri("https://sts.test"), _ => null, TimeProvider.System);
        Assert.True((await Assert.ThrowsAsync<CredentialSourceException>(() => none.ReadAsync(default))).IsUnused);
    }

    private static Func<string, string?> Variables(string file) => name => name switch
    {
        "ALIBABA_CLOUD_ROLE_ARN" => "acs:ram::1:role/fairlead",
        "ALIBABA_CLOUD_OIDC_PROVIDER_ARN" => "acs:ram::1:oidc-provider/cluster",
        "ALIBABA_CLOUD_OIDC_TOKEN_FILE" => file,
        _ => null,
    };

    private static HttpResponseMessage Text(string text) => new(HttpStatusCode.OK) { Content = new StringContent(text) };
}
