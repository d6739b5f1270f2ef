using System.Text.Json;

namespace Fairlead.Cloud.Alibaba.Credentials;

/// <summary>
/// A role for a pod's service account (RRSA): the token that Kubernetes puts into a file is given to STS, which gives credentials for
/// an hour. Set up by <c>ALIBABA_CLOUD_ROLE_ARN</c>, <c>ALIBABA_CLOUD_OIDC_PROVIDER_ARN</c> and <c>ALIBABA_CLOUD_OIDC_TOKEN_FILE</c>.
/// </summary>
/// <param name="sts">Where STS is, <c>https://sts-vpc.cn-hangzhou.aliyuncs.com/</c>.</param>
public sealed class OidcSource(HttpClient http, Uri sts, Func<string, string?> variable, TimeProvider clock) : ICredentialSource
{
    private const string Role = "ALIBABA_CLOUD_ROLE_ARN";
    private const string Provider = "ALIBABA_CLOUD_OIDC_PROVIDER_ARN";
    private const string TokenFile = "ALIBABA_CLOUD_OIDC_TOKEN_FILE";

    // What STS gives by default, and what every role allows.
    private const string Seconds = "3600";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string Name => "OIDC token";

    public async Task<Credential> ReadAsync(CancellationToken cancel)
    {
        string[] names = [Role, Provider, TokenFile];
        var missing = names.Where(name => string.IsNullOrEmpty(variable(name))).ToArray();
        if (missing.Length > 0)
        {
            throw new CredentialSourceException($"{string.Join(" and ", missing)} not set", isUnused: missing.Length == names.Length);
        }

        var token = await ReadTokenAsync(variable(TokenFile)!, cancel).ConfigureAwait(false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        try
        {
            return await AskAsync(token, limit.Token).ConfigureAwait(false);
        }
        catch (HttpRequestException error)
        {
            throw new CredentialSourceException($"STS at {sts.Authority} cannot be reached", isUnused: false, error);
        }
        catch (OperationCanceledException error) when (!cancel.IsCancellationRequested)
        {
            throw new CredentialSourceException($"STS at {sts.Authority} did not answer within {Patience.TotalSeconds:0} s", isUnused: false, error);
        }
    }

    private static async Task<string> ReadTokenAsync(string file, CancellationToken cancel)
    {
        try
        {
            var token = (await File.ReadAllTextAsync(file, cancel).ConfigureAwait(false)).Trim();
            return token.Length > 0 ? token : throw new CredentialSourceException($"{file} is empty", isUnused: false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CredentialSourceException($"{file} cannot be read: {Unreadable.Reason(error)}", isUnused: false, error);
        }
    }

    private async Task<Credential> AskAsync(string token, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, sts)
        {
            Content = new FormUrlEncodedContent(
            [
                new("Action", "AssumeRoleWithOIDC"),
                new("Version", "2015-04-01"),
                new("Format", "JSON"),
                new("Timestamp", clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'")),
                new("SignatureNonce", ClientTokens.Make()),
                new("RoleArn", variable(Role)),
                new("OIDCProviderArn", variable(Provider)),
                new("OIDCToken", token),
                new("RoleSessionName", variable("ALIBABA_CLOUD_ROLE_SESSION_NAME") is { Length: > 0 } name ? name : "fairlead"),
                new("DurationSeconds", Seconds),
            ]),
        };
        using var answer = await http.SendAsync(request, cancel).ConfigureAwait(false);
        var text = await answer.Content.ReadAsStringAsync(cancel).ConfigureAwait(false);
        return Read(text, (int)answer.StatusCode);
    }

    private Credential Read(string text, int status)
    {
        try
        {
            using var answer = JsonDocument.Parse(text);
            if (status is >= 200 and < 300 && answer.RootElement.TryGetProperty("Credentials", out var fields))
            {
                return CredentialAnswer.Read(fields, Name);
            }

            // The code alone: STS's messages may quote the token.
            var code = answer.RootElement.TryGetProperty("Code", out var field) && field.ValueKind == JsonValueKind.String ? Calls.CodeText.Clean(field.GetString()!) : "";
            throw new CredentialSourceException($"STS answered with HTTP {status} {code}".TrimEnd(), isUnused: false);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new CredentialSourceException($"STS answered with HTTP {status}, and no JSON that it should be", isUnused: false);
        }
    }
}
