using Fairlead.Bench.Report;

namespace Fairlead.Bench.Controller;

/// <summary>What measurements share.</summary>
internal sealed record BenchContext(int Rounds, Action<string> Say)
{
    public List<Figure> Figures { get; } = [];

    public List<(string Name, string Value)> Facts { get; } = [];

    public void Add(Figure figure) => Figures.Add(figure);
}
