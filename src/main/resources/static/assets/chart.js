// Draws above a table what its columns say: data-chart names them, the first cell of a row is what they are about. Who
// cannot see the picture has the table.
addEventListener("DOMContentLoaded", () => {
    const most = 20;
    for (const table of document.querySelectorAll("table[data-chart]")) {
        const columns = table.dataset.chart.split(" ").map(Number);
        const rows = [...table.tBodies[0].rows].slice(0, most);
        const text = cell => cell.textContent.trim();
        const colours = ["#d63939", "#206bc4", "#2fb344", "#f76707"];
        const place = document.createElement("div");
        place.className = "chart";
        place.setAttribute("aria-hidden", "true");
        place.style.height = `${60 + rows.length * 28}px`;
        table.parentElement.before(place);
        const chart = window.echarts.init(place);
        chart.setOption({
            animation: false,
            color: columns.length > 1 ? colours : [colours[1]],
            grid: {left: 8, right: 24, top: columns.length > 1 ? 32 : 8, bottom: 8, containLabel: true},
            legend: {show: columns.length > 1},
            tooltip: {renderMode: "richText", trigger: "axis", axisPointer: {type: "shadow"}},
            xAxis: {type: "value", minInterval: 1},
            yAxis: {
                type: "category",
                inverse: true,
                data: rows.map(row => text(row.cells[0])),
                axisLabel: {width: Math.min(240, place.clientWidth / 3), overflow: "truncate"},
            },
            series: columns.map(column => ({
                type: "bar",
                stack: "all",
                name: text(table.tHead.rows[0].cells[column]),
                data: rows.map(row => Number(text(row.cells[column]))),
            })),
        });
        addEventListener("resize", () => chart.resize());
    }
});
