namespace Fairlead.Allocation.Exclusive;

/// <summary>ENIs of one class of which each is for one pod, on one node.</summary>
/// <param name="Waiting">Pods that have none.</param>
/// <param name="Spare">ENIs that are to wait for pods.</param>
/// <param name="Free">ENIs that are there or on their way and nobody has.</param>
internal sealed record ExclusiveView(string Class, int Waiting, int Spare, int Free)
{
    public int Missing => Waiting + Spare - Free;
}

/// <param name="Create">How many ENIs of each class are to be made.</param>
/// <param name="Yield">Classes of which a free ENI is to go, for pods of others that wait.</param>
internal sealed record ExclusivePlan(IReadOnlyList<(string Class, int Count)> Create, IReadOnlyList<string> Yield);
