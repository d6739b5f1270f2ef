using Fairlead.Vpc.OpenApi.Credentials;

namespace Fairlead.Vpc.OpenApi.Tests.Signing;

/// <summary>Who is not believed, and what they are told: over HTTP, as callers see it.</summary>
public sealed class BelievingTests
{
    private const string Sts = "2015-04-01";
    private const string WhoAmI = "GetCallerIdentity";

    /// <summary>
    /// What is put in the place of a right parameter (null: left out), the code and the status. From the cloud's list of common client
    /// errors: Missing{Parameter}, Invalid{Parameter}, and those with names of their own.
    /// </summary>
    public static TheoryData<string, string?, string, int> WrongParts => new()
    {
        { "AccessKeyId", null, "MissingAccessKeyId", 400 },
        { "AccessKeyId", "LTAIother", "InvalidAccessKeyId.NotFound", 404 },
        { "Signature", "", "MissingSignature", 400 },
        { "Signature", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=", "SignatureDoesNotMatch", 400 },
        { "Signature", "not base64", "SignatureDoesNotMatch", 400 },
        { "SignatureMethod", "HMAC-MD5", "InvalidSignatureMethod", 400 },
        { "SignatureVersion", null, "MissingSignatureVersion", 400 },
        { "SignatureVersion", "2.0", "InvalidSignatureVersion", 400 },
        { "SignatureNonce", null, "MissingSignatureNonce", 400 },
        { "Timestamp", null, "MissingTimestamp", 400 },
        { "Timestamp", "yesterday", "InvalidTimeStamp.Format", 400 },
        { "Timestamp", "2026-02-30T00:00:00Z", "InvalidTimeStamp.Format", 400 },
        { "Timestamp", "2020-01-01T00:00:00Z", "InvalidTimeStamp.Expired", 400 },
        { "Timestamp", "2999-01-01T00:00:00Z", "InvalidTimeStamp.Expired", 400 },
        { "SecurityToken", "a token of nobody", "InvalidSecurityToken.MismatchWithAccessKey", 400 },
        { "Action", null, "MissingAction", 400 },
        { "Action", "DescribeEverything", "InvalidAction.NotFound", 404 },
        { "Version", null, "MissingVersion", 400 },
        { "Version", "1999-01-01", "InvalidVersion", 400 },
        { "Format", "YAML", "InvalidParameter.Format", 400 },
    };

    [Theory]
    [MemberData(nameof(WrongParts))]
    public async Task A_wrong_part_of_version_1_is_refused(string name, string? value, string code, int status)
    {
        await using var cloud = await ServedCloud.StartAsync();
        using var client = new SignedClient(cloud.Endpoint);
        var answer = await client.CallAsync(Sts, WhoAmI, (name, value!));
        Assert.Equal(status, answer.Status);
        Assert.Contains(code == "InvalidParameter.Format" ? $"<Code>{code}</Code>" : $"\"Code\":\"{code}\"", answer.Text);
    }

    [Fact]
    public async Task A_wrong_secret_is_told_what_the_server_signed()
    {
        await using var cloud = await ServedCloud.StartAsync();
        using var client = new SignedClient(cloud.Endpoint) { Secret = "another" };
        var answer = await client.CallAsync(Sts, WhoAmI, ("Zone", "ü/~"));
        Assert.Equal(("SignatureDoesNotMatch", 400), (answer.Code, answer.Status));
        Assert.StartsWith("Specified signature is not matched with our calculation. server string to sign is:GET&%2F&AccessKeyId%3DLTAItest%26Action%3DGetCallerIdentity", answer["Message"]);
        Assert.EndsWith("%26Zone%3D%25C3%25BC%252F~", answer["Message"]);
        Assert.Equal(cloud.EndPoint.ToString(), answer["HostId"]);
        Assert.Equal($"https://api.aliyun.com/troubleshoot?q=SignatureDoesNotMatch&product=Sts&requestId={answer["RequestId"]}", answer["Recommend"]);
        Assert.Matches("^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$", answer["RequestId"]);
    }

    [Fact]
    public async Task A_nonce_counts_once_and_not_if_the_signature_was_wrong()
    {
        await using var cloud = await ServedCloud.StartAsync();
        using var client = new SignedClient(cloud.Endpoint);
        using var thief = new SignedClient(cloud.Endpoint) { Secret = "another" };
        Assert.Equal("SignatureDoesNotMatch", (await thief.CallAsync(Sts, WhoAmI, ("SignatureNonce", "one"))).Code);
        Assert.Equal(200, (await client.CallAsync(Sts, WhoAmI, ("SignatureNonce", "one"))).Status);
        var again = await client.CallAsync(Sts, WhoAmI, ("SignatureNonce", "one"));
        Assert.Equal(("SignatureNonceUsed", 400), (again.Code, again.Status));
    }

    [Fact]
    public async Task A_role_needs_its_token_until_it_expires()
    {
        await using var cloud = await ServedCloud.StartAsync(credentials: new Roles());
        Assert.Equal("MissingSecurityToken", await Code("STS.live", null));
        Assert.Equal("InvalidSecurityToken.Malformed", await Code("STS.live", "wrong"));
        Assert.Equal("InvalidSecurityToken.Expired", await Code("STS.dead", "token"));
        Assert.Null(await Code("STS.live", "token"));

        async Task<string?> Code(string key, string? token)
        {
            using var client = new SignedClient(cloud.Endpoint) { KeyId = key, SecurityToken = token };
            return (await client.CallAsync(Sts, WhoAmI)).Code;
        }
    }

    [Fact]
    public async Task What_is_signed_may_stand_in_the_address_and_in_the_form()
    {
        await using var cloud = await ServedCloud.StartAsync();
        using var client = new SignedClient(cloud.Endpoint);
        var all = client.Sign("POST", "2014-05-26", "DescribeInstances", [("RegionId", "cn-hangzhou"), ("InstanceName", "node-1")]);
        var form = new Dictionary<string, string> { ["InstanceName"] = all["InstanceName"] };
        all.Remove("InstanceName");
        var answer = await client.SendAsync(new HttpRequestMessage(HttpMethod.Post, $"{cloud.Endpoint}/?{SignedClient.Form(all)}") { Content = new FormUrlEncodedContent(form) });
        Assert.Equal((200, "1"), (answer.Status, answer["TotalCount"]));
    }

    [Theory]
    [InlineData("LTAItest", "acs LTAItest:c2ln", "IncompleteSignature")]
    [InlineData("LTAItest", "ACS3-HMAC-SHA256 Credential=LTAItest,Signature=00", "IncompleteSignature")]
    [InlineData("LTAItest", "ACS3-HMAC-SHA256 Credential=LTAItest,SignedHeaders=host,Signature=00", "IncompleteSignature")]
    [InlineData("LTAItest", "ACS3-HMAC-SHA256 Credential=LTAItest,SignedHeaders=host;x-acs-action;x-acs-version;x-acs-date;x-acs-signature-nonce;x-acs-content-sha256,Signature=00", "SignatureDoesNotMatch")]
    [InlineData("LTAIother", "ACS3-HMAC-SHA256 Credential=LTAIother,SignedHeaders=host;x-acs-action;x-acs-version;x-acs-date;x-acs-signature-nonce;x-acs-content-sha256,Signature=00", "InvalidAccessKeyId.NotFound")]
    public async Task A_wrong_header_of_version_3_is_refused(string key, string authorization, string code)
    {
        await using var cloud = await ServedCloud.StartAsync();
        using var client = new SignedClient(cloud.Endpoint) { KeyId = key };
        var request = new HttpRequestMessage(HttpMethod.Post, cloud.Endpoint);
        foreach (var (name, value) in new[]
        {
            ("x-acs-action", WhoAmI), ("x-acs-version", Sts), ("x-acs-date", $"{DateTime.UtcNow:yyyy-MM-ddTHH:mm:ssZ}"), ("x-acs-signature-nonce", "n"),
            ("x-acs-content-sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"), ("Authorization", authorization),
        })
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var answer = await client.SendAsync(request);
        Assert.Equal((code, code == "InvalidAccessKeyId.NotFound" ? 404 : 400), (answer.Code, answer.Status));
    }

    [Fact]
    public async Task Who_one_is_is_told()
    {
        await using var cloud = await ServedCloud.StartAsync();
        using var client = new SignedClient(cloud.Endpoint);
        var answer = await client.PostAsync(Sts, WhoAmI);
        Assert.Equal((200, "Account", ServedCloud.Account, $"acs:ram::{ServedCloud.Account}:root"),
            (answer.Status, answer["IdentityType"], answer["AccountId"], answer["Arn"]));
    }

    private sealed class Roles : ICredentialStore
    {
        public AccessKey? Find(string accessKeyId) => new(accessKeyId, ServedCloud.Secret, ServedCloud.Account)
        {
            SecurityToken = "token",
            Expires = DateTimeOffset.UtcNow.AddHours(accessKeyId == "STS.dead" ? -1 : 1),
        };
    }
}
