namespace Fairlead.Cloud.Alibaba.Credentials;

/// <summary>A place that credentials come from.</summary>
public interface ICredentialSource
{
    /// <summary>As messages name it, <c>key files in /var/lib/keys</c>.</summary>
    string Name { get; }

    /// <exception cref="CredentialSourceException">It has none.</exception>
    Task<Credential> ReadAsync(CancellationToken cancel);
}

/// <summary>A source has no credentials to give.</summary>
/// <param name="reason">Why; it never holds a secret.</param>
/// <param name="isUnused">
/// Nobody set it up, so the next one is asked. False: it was set up and fails, so nobody else is asked, lest a program work with
/// rights that were not meant for it.
/// </param>
public sealed class CredentialSourceException(string reason, bool isUnused, Exception? inner = null) : Exception(reason, inner)
{
    public bool IsUnused { get; } = isUnused;
}
