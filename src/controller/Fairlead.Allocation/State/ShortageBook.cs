using Fairlead.Allocation.Publishing;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.State;

/// <summary>Which stocks of a node lack something, and why. A node has several, and one that has everything does not speak for the others.</summary>
internal sealed class ShortageBook
{
    /// <summary>Nothing is missing, though a vSwitch is full: others are used.</summary>
    public const string Elsewhere = "OtherVSwitches";

    private readonly Dictionary<(InterfaceUse Use, string Class), (string Reason, string Message)> _stocks = [];

    public void Say(InterfaceUse use, string ofClass, string reason, string message) => _stocks[(use, ofClass)] = (reason, message);

    public void Clear(InterfaceUse use, string ofClass) => _stocks.Remove((use, ofClass));

    public bool IsSaid(InterfaceUse use, string ofClass, string reason) => _stocks.TryGetValue((use, ofClass), out var said) && said.Reason == reason;

    /// <summary>Stocks that the node has no more lack nothing.</summary>
    /// <param name="classes">Of this use, those that there are.</param>
    public void Keep(InterfaceUse use, IEnumerable<string> classes)
    {
        foreach (var key in _stocks.Keys.Where(key => key.Use == use && !classes.Contains(key.Class)).ToList())
        {
            _stocks.Remove(key);
        }
    }

    /// <summary>One condition for all of them: the reason is the first one's, and the message has every one's.</summary>
    /// <param name="left">vSwitches that have too little, so that others are used.</param>
    /// <param name="hasStock">Whether the node has anything in store; else nothing is said until something is missing.</param>
    public void Publish(ConditionBook conditions, IReadOnlyList<string> left, bool hasStock, DateTimeOffset now)
    {
        var said = _stocks.OrderBy(stock => stock.Key.Use).ThenBy(stock => stock.Key.Class, StringComparer.Ordinal).Select(stock => stock.Value).ToList();
        if (said.Count > 0)
        {
            conditions.Set(ConditionTypes.AddressesAvailable, false, said[0].Reason, string.Join("; ", said.Select(one => one.Message).Distinct()), now);
        }
        else if (hasStock && left.Count > 0)
        {
            conditions.Set(ConditionTypes.AddressesAvailable, true, Elsewhere, $"{string.Join(", ", left)} {(left.Count > 1 ? "have" : "has")} too few addresses left, other vSwitches are used: add one before they are full too", now);
        }
        else if (hasStock || conditions.Find(ConditionTypes.AddressesAvailable) is not null)
        {
            conditions.Set(ConditionTypes.AddressesAvailable, true, "Stocked", "the stock is what it should be, or on the way", now);
        }
    }
}
