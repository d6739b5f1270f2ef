using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Fairlead.System.Tests.Clouds;

/// <summary>Calls to a lab's OpenAPI, signed with version 1 (HMAC-SHA1), as small as can be.</summary>
internal sealed class SignedCalls(JsonNode cloud) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri($"{cloud["endpoint"]}") };

    /// <summary>Attaching takes as long as nothing from now on.</summary>
    public async Task HastenAsync()
    {
        using var answer = await _http.PutAsync("/_fairlead/faults", new StringContent("settings: { attach: 0s, detach: 0s, delete: 0s }"));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async Task<JsonNode> EcsAsync(string action, params (string Name, string Value)[] parameters)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["Action"] = action,
            ["Version"] = "2014-05-26",
            ["Format"] = "JSON",
            ["RegionId"] = $"{cloud["regionId"]}",
            ["AccessKeyId"] = $"{cloud["accessKeyId"]}",
            ["SignatureMethod"] = "HMAC-SHA1",
            ["SignatureVersion"] = "1.0",
            ["SignatureNonce"] = Guid.NewGuid().ToString(),
            ["Timestamp"] = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };
        foreach (var (name, value) in parameters)
        {
            all[name] = value;
        }

        var query = string.Join('&', all.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
        var toSign = $"GET&%2F&{Uri.EscapeDataString(query)}";
        var signature = Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes($"{cloud["accessKeySecret"]}&"), Encoding.UTF8.GetBytes(toSign)));
        var text = await _http.GetStringAsync($"/?{query}&Signature={Uri.EscapeDataString(signature)}");
        return JsonNode.Parse(text)!;
    }

    public void Dispose() => _http.Dispose();
}
