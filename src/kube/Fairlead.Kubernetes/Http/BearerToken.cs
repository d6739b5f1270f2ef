namespace Fairlead.Kubernetes.Http;

/// <summary>The token of the account, from a file that others change.</summary>
internal sealed class BearerToken(ClusterEndpoint endpoint, TimeProvider time)
{
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private string? _token;
    private long _readAt;

    /// <exception cref="IOException">The file cannot be read, and never could.</exception>
    public string Current()
    {
        if (endpoint.TokenFile.Length == 0)
        {
            return endpoint.Token;
        }

        lock (_gate)
        {
            if (_token is null || time.GetElapsedTime(_readAt) > Age)
            {
                Read();
            }

            return _token!;
        }
    }

    public void Forget()
    {
        lock (_gate)
        {
            _readAt = time.GetTimestamp() - (long)(2 * Age.TotalSeconds * time.TimestampFrequency);
        }
    }

    /// <summary>While the file is being replaced, the last token may still do.</summary>
    private void Read()
    {
        try
        {
            _token = File.ReadAllText(endpoint.TokenFile).Trim();
        }
        catch (Exception error) when (_token is not null && error is IOException or UnauthorizedAccessException)
        {
        }

        _readAt = time.GetTimestamp();
    }
}
