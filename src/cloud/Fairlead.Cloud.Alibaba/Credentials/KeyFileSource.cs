namespace Fairlead.Cloud.Alibaba.Credentials;

/// <summary>
/// A folder with two files, <c>access-key-id</c> and <c>access-key-secret</c>, as a mounted Kubernetes secret makes them. They are
/// read anew each time, so a changed key is used without a restart. A third one, <c>security-token</c>, may stand beside them.
/// </summary>
public sealed class KeyFileSource(string? folder) : ICredentialSource
{
    private const int LongestFile = 16 * 1024;

    public string Name => folder is null ? "key files" : $"key files in {folder}";

    public async Task<Credential> ReadAsync(CancellationToken cancel)
    {
        if (folder is null)
        {
            throw new CredentialSourceException("no folder is named", isUnused: true);
        }

        var id = await ReadFileAsync("access-key-id", cancel).ConfigureAwait(false);
        var secret = await ReadFileAsync("access-key-secret", cancel).ConfigureAwait(false);
        if (id is null && secret is null)
        {
            // Who names a folder means its key: a folder mistyped must not lead to somebody else's.
            throw new CredentialSourceException("access-key-id and access-key-secret are not there", isUnused: false);
        }

        Check("access-key-id", id);
        Check("access-key-secret", secret);
        var token = await ReadFileAsync("security-token", cancel).ConfigureAwait(false);
        return new Credential(id!, new Secret(secret!), string.IsNullOrEmpty(token) ? null : new Secret(token), null, Name);
    }

    private static void Check(string file, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            throw new CredentialSourceException(text is null ? $"{file} is not there, but the other one is" : $"{file} is empty", isUnused: false);
        }

        if (text.Any(octet => octet <= ' ' || octet > '~'))
        {
            throw new CredentialSourceException($"{file} has blanks or characters that no key has", isUnused: false);
        }
    }

    /// <returns>Null where there is no such file.</returns>
    private async Task<string?> ReadFileAsync(string file, CancellationToken cancel)
    {
        var path = Path.Combine(folder!, file);
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > LongestFile })
            {
                throw new CredentialSourceException($"{file} is longer than any key", isUnused: false);
            }

            return (await File.ReadAllTextAsync(path, cancel).ConfigureAwait(false)).Trim();
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CredentialSourceException($"{file} cannot be read: {Unreadable.Reason(error)}", isUnused: false, error);
        }
    }
}
