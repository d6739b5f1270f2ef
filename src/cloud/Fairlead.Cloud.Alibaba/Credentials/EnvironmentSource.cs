namespace Fairlead.Cloud.Alibaba.Credentials;

/// <summary>The variables that the cloud's own tools use: <c>ALIBABA_CLOUD_ACCESS_KEY_ID</c>, <c>…_SECRET</c> and, optional, <c>ALIBABA_CLOUD_SECURITY_TOKEN</c>.</summary>
public sealed class EnvironmentSource(Func<string, string?> variable) : ICredentialSource
{
    private const string Id = "ALIBABA_CLOUD_ACCESS_KEY_ID";
    private const string Key = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";
    private const string Token = "ALIBABA_CLOUD_SECURITY_TOKEN";

    public string Name => "environment";

    public Task<Credential> ReadAsync(CancellationToken cancel)
    {
        var (id, key) = (variable(Id) ?? "", variable(Key) ?? "");
        if (id.Length == 0 && key.Length == 0)
        {
            return Task.FromException<Credential>(new CredentialSourceException($"{Id} is not set", isUnused: true));
        }

        if (id.Length == 0 || key.Length == 0)
        {
            var (there, missing) = id.Length == 0 ? (Key, Id) : (Id, Key);
            return Task.FromException<Credential>(new CredentialSourceException($"{there} is set, {missing} is not", isUnused: false));
        }

        var token = variable(Token) is { Length: > 0 } text ? new Secret(text) : null;
        return Task.FromResult(new Credential(id, new Secret(key), token, null, Name));
    }
}
