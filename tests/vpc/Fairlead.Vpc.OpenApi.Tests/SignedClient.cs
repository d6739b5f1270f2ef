using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Fairlead.Vpc.OpenApi.Tests;

/// <summary>Calls as a caller makes them who has only read how signatures are described.</summary>
internal sealed class SignedClient(string endpoint) : IDisposable
{
    private readonly HttpClient _http = new();

    public string KeyId { get; init; } = ServedCloud.KeyId;

    public string Secret { get; init; } = ServedCloud.Secret;

    public string? SecurityToken { get; init; }

    public void Dispose() => _http.Dispose();

    /// <summary>Version 1, in the address.</summary>
    public async Task<CloudAnswerText> CallAsync(string version, string action, params (string Name, string Value)[] parameters) =>
        await SendAsync(new HttpRequestMessage(HttpMethod.Get, $"{endpoint}/?{Form(Sign("GET", version, action, parameters))}"));

    /// <summary>Version 1, in a form.</summary>
    public async Task<CloudAnswerText> PostAsync(string version, string action, params (string Name, string Value)[] parameters) =>
        await SendAsync(new HttpRequestMessage(HttpMethod.Post, endpoint)
        {
            Content = new StringContent(Form(Sign("POST", version, action, parameters)), new MediaTypeHeaderValue("application/x-www-form-urlencoded")),
        });

    public async Task<CloudAnswerText> SendAsync(HttpRequestMessage request)
    {
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(answer.Headers.TryGetValues("x-acs-request-id", out var ids) ? ids.Single() : null, CloudAnswerText.RequestIdOf(text));
        return new CloudAnswerText((int)answer.StatusCode, text);
    }

    /// <summary>The parameters with those that make a signed call of them; a parameter whose value is null is left out.</summary>
    public SortedDictionary<string, string> Sign(string method, string version, string action, (string Name, string Value)[] parameters)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["Action"] = action, ["Version"] = version, ["Format"] = "JSON", ["AccessKeyId"] = KeyId, ["SignatureMethod"] = "HMAC-SHA1",
            ["SignatureVersion"] = "1.0", ["SignatureNonce"] = Guid.NewGuid().ToString(), ["Timestamp"] = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"),
        };
        if (SecurityToken is not null)
        {
            all["SecurityToken"] = SecurityToken;
        }

        foreach (var (name, value) in parameters)
        {
            all.Remove(name);
            if (value is not null)
            {
                all[name] = value;
            }
        }

        if (!all.ContainsKey("Signature"))
        {
            all["Signature"] = Signature(method, all);
        }

        return all;
    }

    public static string Form(SortedDictionary<string, string> parameters) =>
        string.Join('&', parameters.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));

    private string Signature(string method, SortedDictionary<string, string> parameters)
    {
        var text = $"{method}&%2F&{Uri.EscapeDataString(Form(parameters))}";
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(Secret + "&"), Encoding.UTF8.GetBytes(text)));
    }
}

/// <summary>An answer in the words of whoever asked for JSON.</summary>
internal sealed record CloudAnswerText(int Status, string Text)
{
    private static readonly System.Text.RegularExpressions.Regex Id = new("(?:\"RequestId\":\"|<RequestId>)([^\"<]*)");

    public JsonNode Json => JsonNode.Parse(Text)!;

    public string? Code => Text.StartsWith('{') ? Json["Code"]?.GetValue<string>() : null;

    public string this[string path] => path.Split('.').Aggregate((JsonNode?)Json, (node, name) => int.TryParse(name, out var place) ? node?[place] : node?[name])?.ToString() ?? "";

    public static string? RequestIdOf(string text) => Id.Match(text) is { Success: true } match ? match.Groups[1].Value : null;
}
