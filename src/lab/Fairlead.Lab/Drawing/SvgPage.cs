using System.Globalization;
using System.Security;
using System.Text;

namespace Fairlead.Lab.Drawing;

/// <summary>The few shapes of a drawing, as SVG. Lengths are pixels.</summary>
internal sealed class SvgPage(double width, double height)
{
    // Figures of one width: addresses below each other line up.
    private const string Style = """
        text { font-family: "DejaVu Sans", "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2a37 }
        .title { font-size: 19px; font-weight: 600 } .name { font-size: 14px; font-weight: 600 } .small { font-size: 11.5px; fill: #5b6776 }
        .address { font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: 11.5px; fill: #3a4757 }
        .middle { text-anchor: middle } .end { text-anchor: end }
        .vpc { fill: #f5f8fc; stroke: #b9c7d8 } .vswitch { fill: #ffffff; stroke: #c9d4e1 } .router { fill: #24476f; stroke: none }
        .onrouter { fill: #ffffff } .onrouterdim { fill: #c7d6e8 }
        .host { fill: #f7f7f5; stroke: #b8b8ae } .node { fill: #e9f3ee; stroke: #77a88d } .pod { fill: #ffffff; stroke: #77a88d }
        .outside { fill: #fdf4e7; stroke: #d3a45a } .wire { fill: none; stroke: #7f8fa3; stroke-width: 1.6 }
        .up { fill: #2f8f5b } .down { fill: #c0392b }
        """;

    private readonly StringBuilder _shapes = new();

    public void Box(string kind, double x, double y, double w, double h, double radius = 8) =>
        _shapes.Append(CultureInfo.InvariantCulture, $"  <rect class=\"{kind}\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"{radius}\"/>\n");

    public void Text(string kind, double x, double y, string text) =>
        _shapes.Append(CultureInfo.InvariantCulture, $"  <text class=\"{kind}\" x=\"{x}\" y=\"{y}\">{SecurityElement.Escape(text)}</text>\n");

    public void Dot(string kind, double x, double y) =>
        _shapes.Append(CultureInfo.InvariantCulture, $"  <circle class=\"{kind}\" cx=\"{x}\" cy=\"{y}\" r=\"4\"/>\n");

    /// <summary>Down, across, down: wires meet boxes at right angles.</summary>
    public void Wire(double x1, double y1, double x2, double y2)
    {
        var middle = (y1 + y2) / 2;
        _shapes.Append(CultureInfo.InvariantCulture, $"  <path class=\"wire\" d=\"M{x1} {y1} V{middle} H{x2} V{y2}\"/>\n");
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n") +
        $"  <style>\n{Style}\n  </style>\n  <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n{_shapes}</svg>\n";
}
