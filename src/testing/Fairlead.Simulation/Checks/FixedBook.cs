using Fairlead.Model.Addresses;

namespace Fairlead.Simulation.Checks;

/// <summary>Which addresses belong to pods' names: whoever comes again under the name has the same.</summary>
internal sealed class FixedBook(Func<InetAddress, bool> isForced)
{
    private readonly Dictionary<string, IReadOnlyList<InetAddress>> _addresses = [];

    public void See(string pod, IReadOnlyList<InetAddress> addresses)
    {
        if (_addresses.TryGetValue(pod, out var before) && !before.SequenceEqual(addresses) && !before.Any(isForced))
        {
            throw new BrokenRuleException($"{pod} has {string.Join(' ', addresses)} and had {string.Join(' ', before)}, which it was to keep");
        }

        _addresses[pod] = addresses;
    }
}
