namespace Fairlead.Cloud.Alibaba.Credentials;

/// <summary>Sources in order: the first that was set up counts, also when it fails.</summary>
public sealed class CredentialChain(params ICredentialSource[] sources) : ICredentialSource
{
    public string Name => string.Join(", ", sources.Select(source => source.Name));

    /// <exception cref="CredentialSourceException">Nobody gave any; the message says who was asked and what each said.</exception>
    public async Task<Credential> ReadAsync(CancellationToken cancel)
    {
        var said = new List<string>();
        CredentialSourceException? last = null;
        foreach (var source in sources)
        {
            try
            {
                return await source.ReadAsync(cancel).ConfigureAwait(false);
            }
            catch (CredentialSourceException error)
            {
                said.Add($"{source.Name}: {error.Message}");
                last = error;
                if (!error.IsUnused)
                {
                    break;
                }
            }
        }

        throw new CredentialSourceException($"no credentials; asked in this order: {string.Join("; ", said)}", last?.IsUnused ?? true, last);
    }
}
