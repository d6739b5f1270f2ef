using Fairlead.Vpc.OpenApi.Credentials;
using Fairlead.Vpc.OpenApi.Requests;
using Fairlead.Vpc.OpenApi.Signing;
using Microsoft.AspNetCore.Http;

namespace Fairlead.Vpc.OpenApi.Tests.Signing;

/// <summary>Requests as the SDKs sign them (@alicloud/pop-core 1.8.0 and @alicloud/openapi-core 1.0.8), byte for byte.</summary>
public sealed class SignatureVectors
{
    private const string Account = "1234567890123456";

    private const string Version1Query =
        "AccessKeyId=LTAItest&Action=DescribeNetworkInterfaces&Format=JSON&NetworkInterfaceId.1=eni-1&NetworkInterfaceId.2=eni-2"
        + "&NetworkInterfaceName=a%20b%2Ac%27%28d%29%21~%2F%C3%BC%2B%26%3D&RegionId=cn-hangzhou&SignatureMethod=HMAC-SHA1&SignatureNonce={0}"
        + "&SignatureVersion=1.0&Tag.1.Key=k&Tag.1.Value=v&Timestamp=2026-01-02T03%3A04%3A05Z&Version=2014-05-26&Signature={1}";

    private static readonly TimeProvider Clock = new FixedClock(new DateTimeOffset(2026, 1, 2, 3, 5, 0, TimeSpan.Zero));

    [Fact]
    public void Version_1_in_the_address()
    {
        var request = Request("GET", string.Format(null, Version1Query, "904f14c4cacaf9b58ed9402e28035c24", "vID4o1zL8n6hUrsrVMH%2BzZ5tOag%3D"), "", []);
        Assert.Equal("LTAItest", Check(request, new AccessKey("LTAItest", "secret", Account)));
    }

    [Fact]
    public void Version_1_in_a_form()
    {
        var form = string.Format(null, Version1Query, "62f85a2bdee526561b5c2b1df5154d07", "xG9dtx3AnGcO4sMGz7z6JiOZQKQ%3D");
        var request = Request("POST", "", form, [("Content-Type", "application/x-www-form-urlencoded")]);
        Assert.Equal("LTAItest", Check(request, new AccessKey("LTAItest", "secret", Account)));
    }

    [Fact]
    public void Version_3_with_parameters_in_the_address()
    {
        var request = Request("POST", "?RegionId=cn-hangzhou&NetworkInterfaceId.1=eni-1&NetworkInterfaceName=a%20b*c'(d)!~%2F%C3%BC&Empty=", "", Headers(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "ACS3-HMAC-SHA256 Credential=LTAItest,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,"
            + "Signature=eb4cd17bc1427fb2b93c1a02978480d5f3abf37132100d66701a857698d2e36c"));
        Assert.Equal("LTAItest", Check(request, new AccessKey("LTAItest", "secret", Account)));
    }

    [Fact]
    public void Version_3_with_a_form_and_a_security_token()
    {
        var body = "a=1&b=x%20y";
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(body)));
        var request = Request("POST", "", body,
        [
            .. Headers(
                hash,
                "ACS3-HMAC-SHA256 Credential=STS.1,SignedHeaders=content-type;host;x-acs-accesskey-id;x-acs-action;x-acs-content-sha256;x-acs-date;"
                + "x-acs-security-token;x-acs-signature-nonce;x-acs-version,Signature=febc900b7a8d894c716adc49616f77498d17b6f6fd529db5d9a3452501ed74ea"),
            ("content-type", "application/x-www-form-urlencoded"),
            ("x-acs-security-token", "tok/en=="),
            ("x-acs-accesskey-id", "STS.1"),
        ]);
        Assert.Equal("STS.1", Check(request, new AccessKey("STS.1", "secret2", Account) { SecurityToken = "tok/en==" }));
    }

    [Fact]
    public void A_changed_octet_anywhere_is_found()
    {
        var right = string.Format(null, Version1Query, "904f14c4cacaf9b58ed9402e28035c24", "vID4o1zL8n6hUrsrVMH%2BzZ5tOag%3D");
        foreach (var (from, to) in new[] { ("eni-1", "eni-3"), ("Tag.1.Value=v", "Tag.1.Value="), ("Tag.1.Key=k", "Tag.1.Key=k&X=1"), ("vID4", "vID5"), ("vID4o1", "") })
        {
            var request = Request("GET", right.Replace(from, to, StringComparison.Ordinal), "", []);
            Assert.Equal("SignatureDoesNotMatch", Check(request, new AccessKey("LTAItest", "secret", Account)));
        }
    }

    private static (string, string)[] Headers(string hash, string authorization) =>
    [
        ("x-acs-version", "2014-05-26"), ("x-acs-action", "DescribeNetworkInterfaces"), ("x-acs-date", "2026-01-02T03:04:05Z"),
        ("x-acs-signature-nonce", "6f7e9a0c1b"), ("x-acs-content-sha256", hash), ("Authorization", authorization),
    ];

    private static ApiRequest Request(string method, string query, string body, (string Name, string Value)[] headers)
    {
        var all = new HeaderDictionary { ["Host"] = "127.0.0.1:8080" };
        foreach (var (name, value) in headers)
        {
            all[name] = value;
        }

        var request = new ApiRequest();
        Assert.True(request.Read(method, "/", query, all, System.Text.Encoding.UTF8.GetBytes(body)));
        return request;
    }

    /// <returns>The id of who is believed, or the code of the refusal.</returns>
    private static string Check(ApiRequest request, AccessKey key)
    {
        var (believed, error) = new SignatureCheck(new StaticCredentials(key), Clock).Check(request);
        return believed?.Id ?? error!.Code;
    }
}
