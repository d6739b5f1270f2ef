using Fairlead.Model.Addresses;

namespace Fairlead.Simulation.Checks;

/// <summary>
/// Which addresses belong to pods' names: whoever comes again under the name has the same, until the name is given up or people write
/// others.
/// </summary>
internal sealed class FixedBook(Func<InetAddress, bool> isForced)
{
    private readonly Dictionary<string, IReadOnlyList<InetAddress>> _addresses = [];
    private readonly Dictionary<string, List<InetAddress>> _written = [];
    private readonly HashSet<string> _having = [];

    public void See(string pod, IReadOnlyList<InetAddress> addresses)
    {
        if (_written.TryGetValue(pod, out var written) && written.FindIndex(addresses.Contains) is >= 0 and var at)
        {
            written.RemoveRange(0, at + 1);
            _addresses.Remove(pod);
        }

        if (_addresses.TryGetValue(pod, out var before) && !before.SequenceEqual(addresses) && !before.Any(isForced))
        {
            throw new BrokenRuleException($"{pod} has {string.Join(' ', addresses)} and had {string.Join(' ', before)}, which it was to keep");
        }

        _addresses[pod] = addresses;
        _having.Add(pod);
    }

    public void Left(string pod) => _having.Remove(pod);

    /// <summary>Its reservation is gone: whoever comes next gets any.</summary>
    public void Over(string pod)
    {
        if (_having.Contains(pod))
        {
            throw new BrokenRuleException($"{pod} is there, and its reservation is gone");
        }

        _addresses.Remove(pod);
        _written.Remove(pod);
    }

    /// <summary>Somebody wrote another into its reservation: an agent that has not heard of it yet may give the one before.</summary>
    public void Rename(string pod, InetAddress address)
    {
        (_written.TryGetValue(pod, out var written) ? written : _written[pod] = []).Add(address);
    }
}
