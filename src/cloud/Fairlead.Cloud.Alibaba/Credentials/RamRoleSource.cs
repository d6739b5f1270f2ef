using System.Net;
using System.Text.Json;

namespace Fairlead.Cloud.Alibaba.Credentials;

/// <summary>
/// The role of the instance that this program runs on, from the metadata service: with a token first (the hardened mode), plainly
/// where the service knows no tokens.
/// </summary>
/// <param name="metadata">The service's root, <c>http://100.100.100.200/</c>.</param>
/// <param name="role">The role's name; null to ask for it.</param>
public sealed class RamRoleSource(HttpClient http, Uri metadata, string? role = null) : ICredentialSource
{
    private const string RolePath = "latest/meta-data/ram/security-credentials/";

    // The service answers within a millisecond or is not there: outside the cloud nobody should wait longer for that.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // From within a pod the answer to a token's request may not arrive: it is sent with a hop limit of 1.
    private static readonly TimeSpan TokenPatience = TimeSpan.FromSeconds(1);

    // Seconds; any will do that outlives the two requests that follow.
    private const string TokenLife = "60";

    public string Name => "RAM role of the instance";

    public async Task<Credential> ReadAsync(CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        try
        {
            var token = await AskTokenAsync(limit.Token).ConfigureAwait(false);
            var name = role ?? await GetAsync(RolePath, token, limit.Token).ConfigureAwait(false);
            return Read(await GetAsync(RolePath + Uri.EscapeDataString(name.Trim()), token, limit.Token).ConfigureAwait(false));
        }
        catch (HttpRequestException error)
        {
            throw new CredentialSourceException($"the metadata service at {metadata.Authority} cannot be reached", isUnused: false, error);
        }
        catch (OperationCanceledException error) when (!cancel.IsCancellationRequested)
        {
            throw new CredentialSourceException($"the metadata service at {metadata.Authority} did not answer within {Patience.TotalSeconds:0} s", isUnused: false, error);
        }
    }

    /// <returns>Null where the service has no tokens, or does not answer to that.</returns>
    private async Task<string?> AskTokenAsync(CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(metadata, "latest/api/token"));
        request.Headers.Add("X-aliyun-ecs-metadata-token-ttl-seconds", TokenLife);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TokenPatience);
        try
        {
            using var answer = await http.SendAsync(request, limit.Token).ConfigureAwait(false);
            return answer.IsSuccessStatusCode ? (await answer.Content.ReadAsStringAsync(limit.Token).ConfigureAwait(false)).Trim() : null;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<string> GetAsync(string path, string? token, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(metadata, path));
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("X-aliyun-ecs-metadata-token", token);
        }

        using var answer = await http.SendAsync(request, cancel).ConfigureAwait(false);
        return answer.StatusCode switch
        {
            HttpStatusCode.OK => await answer.Content.ReadAsStringAsync(cancel).ConfigureAwait(false),
            HttpStatusCode.NotFound => throw new CredentialSourceException($"the instance has no RAM role {role}".TrimEnd(), isUnused: false),
            var status => throw new CredentialSourceException($"the metadata service answered with HTTP {(int)status}", isUnused: false),
        };
    }

    private Credential Read(string text)
    {
        try
        {
            using var answer = JsonDocument.Parse(text);
            return CredentialAnswer.Read(answer.RootElement, Name);
        }
        catch (JsonException)
        {
            // The exception quotes what it could not read, which may be half a secret.
            throw new CredentialSourceException("the metadata service's answer is no JSON", isUnused: false);
        }
    }
}
