namespace Fairlead.Cloud.Alibaba.Circuits;

/// <summary>Leave to ask a vSwitch for addresses; what came of it is told when it is over.</summary>
internal sealed class Passage(VSwitchCircuits? circuits, string vSwitch, AddressKind kind, int count, bool isProbe) : IDisposable
{
    private bool _told;

    /// <summary>Of a vSwitch that is not known: nothing is learned.</summary>
    public static Passage Free { get; } = new(null, "", AddressKind.Address4, 0, false);

    public void Granted() => Tell(() => circuits!.Granted(vSwitch, kind, count));

    public void Refused() => Tell(() => circuits!.Refused(vSwitch, kind, count));

    public void Dispose() => Tell(() =>
    {
        if (isProbe)
        {
            circuits!.Abandoned(vSwitch, kind);
        }
    });

    private void Tell(Action what)
    {
        if (circuits is not null && !_told)
        {
            _told = true;
            what();
        }
    }
}
