namespace Fairlead.Cloud.Alibaba.Circuits;

/// <summary>
/// Client tokens of calls that ended without a word whether they were done. Who repeats one must reach the cloud, whatever is known of
/// its vSwitch: the first call may have got the addresses, and only the cloud can tell which.
/// </summary>
internal sealed class OpenTokens
{
    // A caller keeps a token for minutes; more open ones at a time than this mean that there is no cloud.
    private const int Most = 10_000;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _tokens = new(StringComparer.Ordinal);

    public bool Holds(string token)
    {
        lock (_gate)
        {
            return _tokens.Contains(token);
        }
    }

    /// <summary>Runs a call and notes whether its token is open afterwards.</summary>
    public async Task<T> WatchAsync<T>(string token, Func<Task<T>> call)
    {
        try
        {
            var result = await call().ConfigureAwait(false);
            Note(token, isOpen: false);
            return result;
        }
        catch (CloudException error)
        {
            Note(token, error.MayBeDone);
            throw;
        }
        catch (OperationCanceledException)
        {
            Note(token, isOpen: true);
            throw;
        }
    }

    private void Note(string token, bool isOpen)
    {
        lock (_gate)
        {
            if (!isOpen)
            {
                _tokens.Remove(token);
            }
            else if (_tokens.Count < Most)
            {
                _tokens.Add(token);
            }
        }
    }
}
