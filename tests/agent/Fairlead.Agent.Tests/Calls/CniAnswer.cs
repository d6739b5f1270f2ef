using System.Text.Json.Nodes;

namespace Fairlead.Agent.Tests.Calls;

/// <summary>What a call of the plug-in ended with.</summary>
internal sealed record CniAnswer(int Status, JsonNode? Body)
{
    /// <summary>The error's code, 0 for a success.</summary>
    public int Code => Status == 0 ? 0 : (int?)Body?["code"] ?? -1;

    /// <summary>Message and details of an error.</summary>
    public string Message => $"{Body?["msg"]}: {Body?["details"]}";

    public string V4 => AddressOf(v6: false);

    public string V6 => AddressOf(v6: true);

    public static CniAnswer Read(int status, string output) => new(status, output.Trim().Length == 0 ? null : JsonNode.Parse(output));

    public CniAnswer Succeeded()
    {
        Assert.True(Status == 0, Body?.ToJsonString() ?? $"exit status {Status} and no output");
        return this;
    }

    public CniAnswer Failed(int code)
    {
        Assert.True(Status == 1 && Code == code, $"expected code {code}, got status {Status}: {Body?.ToJsonString()}");
        return this;
    }

    private string AddressOf(bool v6) => Body!["ips"]!.AsArray()
        .Select(ip => (string)ip!["address"]!).Single(address => address.Contains(':') == v6).Split('/')[0];
}
