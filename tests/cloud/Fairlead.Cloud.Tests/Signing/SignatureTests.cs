using Fairlead.Cloud.Alibaba.Signing;

namespace Fairlead.Cloud.Tests.Signing;

/// <summary>Signatures that the official JavaScript SDK's own code (@alicloud/openapi-util 0.3.3, getAuthorization) made of the same requests.</summary>
public sealed class SignatureTests
{
    private static readonly Dictionary<string, string> Headers = new()
    {
        ["host"] = "ecs-vpc.cn-hangzhou.aliyuncs.com",
        ["x-acs-action"] = "DescribeNetworkInterfaces",
        ["x-acs-version"] = "2014-05-26",
        ["x-acs-date"] = "2026-01-02T03:04:05Z",
        ["x-acs-signature-nonce"] = "3156853299f313e23d1673dc12e1703d",
        ["x-acs-content-sha256"] = Acs3Signature.EmptyBodyHash,
    };

    [Fact]
    public void A_list_of_ids_is_sorted_as_text() => Assert.Equal(
        "ACS3-HMAC-SHA256 Credential=LTAIexample,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature=33e0583dfd87355cc41927faa8aad85517003088f0f33ac7071906473812974a",
        Sign(Headers, ("RegionId", "cn-hangzhou"), ("NetworkInterfaceId.1", "eni-bp1"), ("NetworkInterfaceId.10", "eni-b"), ("NetworkInterfaceId.2", "eni-c"), ("MaxResults", "500")));

    [Fact]
    public void Odd_characters_and_a_security_token()
    {
        var headers = new Dictionary<string, string>(Headers)
        {
            ["host"] = "127.0.0.1:8080",
            ["x-acs-action"] = "CreateNetworkInterface",
            ["x-acs-accesskey-id"] = "STS.abc",
            ["x-acs-security-token"] = "CAIS+/==",
        };
        Assert.Equal(
            "ACS3-HMAC-SHA256 Credential=LTAIexample,SignedHeaders=host;x-acs-accesskey-id;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-security-token;x-acs-signature-nonce;x-acs-version,Signature=dd4064fc5328beb37c8b29c80bb5fdfda921ae42946a8bb72aa4f65bb057a9b7",
            Sign(headers, ("RegionId", "cn-hangzhou"), ("Description", "a b+c*d~e/f!'()%ü漢&=?#\u00a0"), ("Tag.1.Key", "fairlead.io/cluster"), ("Tag.1.Value", ""), ("Name", "é")));
    }

    private static string Sign(Dictionary<string, string> headers, params (string Name, string Value)[] parameters) => Acs3Signature.Authorization(
        "POST", Acs3Signature.Query(parameters.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))), headers, "LTAIexample", "sEcReT+/key");
}
