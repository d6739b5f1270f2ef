using System.Globalization;
using Fairlead.Model.Addresses;
using Fairlead.Model.Problems;
using YamlDotNet.RepresentationModel;

namespace Fairlead.Agent.Configuration;

/// <summary>A value of a YAML file with its path and place. What is wrong with it goes to a common list, so that all mistakes are told at once.</summary>
internal sealed class YamlField(YamlNode? node, string path, List<Problem> problems)
{
    public string Path => path;

    public bool IsPresent => node is not null and not YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: "" or "~" or "null" };

    /// <summary>The field of a mapping; one that is not present where there is none.</summary>
    public YamlField this[string name] => new(
        node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(name), out var child) ? child : null,
        path.Length == 0 ? name : $"{path}.{name}",
        problems);

    public void Say(string message) =>
        problems.Add(new Problem(path.Length == 0 ? "(file)" : path, message, (int)(node?.Start.Line ?? 0), (int)(node?.Start.Column ?? 0)));

    /// <summary>The same value, read once more by somebody else: what is wrong with it has been said.</summary>
    public YamlField WithoutComplaints() => new(node, path, []);

    /// <summary>The field at a path such as <c>masquerade.except[1]</c> below this one, or the nearest that is there.</summary>
    public YamlField Find(string below)
    {
        var found = this;
        foreach (var step in below.Split('.', '[').Select(step => step.TrimEnd(']')))
        {
            var next = int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? found.Element(index) : found[step];
            if (!next.IsPresent)
            {
                return next.At(found);
            }

            found = next;
        }

        return found;
    }

    /// <summary>Complains of a value that is no mapping and of keys that are not allowed, naming the nearest.</summary>
    public void Allow(params string[] allowed)
    {
        if (!IsPresent)
        {
            return;
        }

        if (node is not YamlMappingNode map)
        {
            Say($"must be a mapping with {string.Join(", ", allowed)}");
            return;
        }

        foreach (var key in map.Children.Keys.Where(key => key is not YamlScalarNode { Value: { } name } || !allowed.Contains(name)))
        {
            new YamlField(key, path.Length == 0 ? $"{key}" : $"{path}.{key}", problems).Say(Nearest.Sentence("key", $"{key}", allowed));
        }
    }

    public string Text(string otherwise)
    {
        if (!IsPresent)
        {
            return otherwise;
        }

        if (node is YamlScalarNode { Value: { } text })
        {
            return text;
        }

        Say("must be a single value");
        return otherwise;
    }

    /// <summary>One of a few words, each with what it stands for.</summary>
    public T Choice<T>(T otherwise, params (string Word, T Value)[] words)
    {
        if (!IsPresent)
        {
            return otherwise;
        }

        var text = Text("");
        foreach (var (word, value) in words)
        {
            if (word == text)
            {
                return value;
            }
        }

        Say($"'{text}' is none of {string.Join(", ", words.Select(word => word.Word))}");
        return otherwise;
    }

    public bool Flag(bool otherwise) => Choice(otherwise, ("true", true), ("false", false));

    /// <summary>A whole number, decimal or <c>0x…</c>.</summary>
    public uint Number(uint otherwise, uint least = 0, uint most = uint.MaxValue)
    {
        if (!IsPresent)
        {
            return otherwise;
        }

        var text = Text("");
        var hexadecimal = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        if (uint.TryParse(hexadecimal ? text.AsSpan(2) : text, hexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var number) &&
            number >= least && number <= most)
        {
            return number;
        }

        Say($"'{text}' is no whole number from {least} to {most}");
        return otherwise;
    }

    /// <summary>A time such as <c>30s</c>, <c>500ms</c> or <c>2m</c>.</summary>
    public TimeSpan Duration(TimeSpan otherwise, TimeSpan least, TimeSpan most)
    {
        if (!IsPresent)
        {
            return otherwise;
        }

        var text = Text("");
        var time = ReadDuration(text);
        if (time is { } read && read >= least && read <= most)
        {
            return read;
        }

        Say($"'{text}' is no time from {least.TotalSeconds:0.###}s to {most.TotalSeconds:0}s; write 500ms, 30s or 2m");
        return otherwise;
    }

    /// <summary>A whole number that may be negative.</summary>
    public int Integer(int otherwise)
    {
        if (!IsPresent)
        {
            return otherwise;
        }

        var text = Text("");
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        Say($"'{text}' is no whole number");
        return otherwise;
    }

    /// <returns>Null where there is none, or what is there is none of these.</returns>
    public Uri? Uri(params string[] schemes)
    {
        if (!IsPresent)
        {
            return null;
        }

        var text = Text("");
        if (System.Uri.TryCreate(text, UriKind.Absolute, out var uri) && schemes.Contains(uri.Scheme))
        {
            return uri;
        }

        Say($"'{text}' is no address that begins with {string.Join(" or ", schemes.Select(scheme => scheme + "://"))}");
        return null;
    }

    public MacAddress Mac(MacAddress otherwise)
    {
        if (!IsPresent)
        {
            return otherwise;
        }

        var text = Text("");
        if (MacAddress.TryParse(text, out var mac))
        {
            return mac;
        }

        Say($"'{text}' is no MAC address; write ee:ff:ff:ff:ff:ff");
        return otherwise;
    }

    public IReadOnlyList<InetAddress> Addresses(IReadOnlyList<InetAddress> otherwise) =>
        IsPresent ? [.. Items().Select(item => item.Address()).OfType<InetAddress>()] : otherwise;

    public IReadOnlyList<Cidr> Networks() =>
        [.. Items().Select(item => item.Network()).OfType<Cidr>()];

    private static TimeSpan? ReadDuration(string text)
    {
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        if (!uint.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        return text[digits..] switch
        {
            "ms" => TimeSpan.FromMilliseconds(number),
            "s" => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMinutes(number),
            _ => null,
        };
    }

    private IReadOnlyList<YamlField> Items()
    {
        if (!IsPresent)
        {
            return [];
        }

        if (node is YamlSequenceNode list)
        {
            return [.. list.Children.Select((item, index) => new YamlField(item, $"{path}[{index}]", problems))];
        }

        Say("must be a list");
        return [];
    }

    private YamlField Element(int index) => Items().ElementAtOrDefault(index) ?? new YamlField(null, $"{path}[{index}]", problems);

    // A field that is missing is complained of at the place of what should hold it.
    private YamlField At(YamlField holder) => new(holder.Node, path, problems);

    private YamlNode? Node => node;

    private InetAddress? Address()
    {
        var text = Text("");
        if (InetAddress.TryParse(text, out var address))
        {
            return address;
        }

        Say($"'{text}' is no IP address");
        return null;
    }

    private Cidr? Network()
    {
        var text = Text("");
        if (!Cidr.TryParse(text, out var network))
        {
            Say($"'{text}' is no CIDR; write 10.244.0.0/16 or fd00::/64");
            return null;
        }

        if (!network.IsNetwork)
        {
            Say($"'{text}' has bits set behind its prefix; did you mean {network.Network}?");
            return null;
        }

        return network;
    }
}
