# Runs NHSRplotthedots 0.2.2 over the series on which our control charts are compared with it.
#
#   Rscript tools/spc_reference.R FOLDER testing/kept/spc/series.json > testing/kept/spc/ptd.json
#
# FOLDER holds the sources of that package (its folder `R`), which are under the MIT licence and are not kept here.
# The three functions that compute are sourced as they stand; drawing, and reading of options, are left out. With a
# dplyr before 1.1, `.default = x` in `case_when` is read as `TRUE ~ x`, which it means. Numbers are written with
# twelve places; where the package stops with an error, the series says so.

suppressPackageStartupMessages({
  library(dplyr)
  library(rlang)
})
arguments <- commandArgs(trailingOnly = TRUE)
files <- file.path(arguments[[1]], c("ptd_spc_standard.R", "ptd_calculate_point_type.R", "ptd_calculate_assurance_type.R"))
for (file in files) {
  text <- readLines(file)
  if (packageVersion("dplyr") < "1.1") text <- gsub("\\.default = ", "TRUE ~ ", text)
  eval(parse(text = text))
}

figure <- function(x) ifelse(is.finite(x), sprintf("%.12f", x), NA)
sign_of <- c(increase = 1, neutral = 0, decrease = -1)

judged <- function(series) {
  options <- list(
    value_field = "value", date_field = "date", fix_after_n_points = series$baseline, screen_outliers = TRUE,
    improvement_direction = series$direction, target = if (!is.null(series$target)) as.double(series$target)
  )
  values <- vapply(series$points, function(point) if (is.null(point$value)) NA_real_ else as.double(point$value), 0)
  dates <- vapply(series$points, function(point) point$date, "")
  rows <- data.frame(value = values, date = dates)
  rows$rebase <- as.numeric(dates %in% unlist(series$rebase))
  points <- rows |>
    ptd_spc_standard(options) |>
    ptd_calculate_point_type(sign_of[[series$direction]]) |>
    group_by(.data$rebase_group) |>
    mutate(few = n() < 13) |>
    ungroup()
  points$target <- if (is.null(options$target)) NA_real_ else options$target
  last <- points[nrow(points), ]
  list(
    name = series$name,
    variation = last$point_type,
    assurance = ptd_calculate_assurance_type(structure(points, options = options))$assurance_type,
    phases = lapply(which(!duplicated(points$rebase_group)), function(row) {
      p <- points[row, ]
      list(from = p$x, mean = figure(p$mean_col), lower = figure(p$lpl), upper = figure(p$upl), few = p$few)
    }),
    labels = I(points$special_cause_type),
    types = I(points$point_type)
  )
}

results <- lapply(jsonlite::read_json(arguments[[2]]), function(series) {
  tryCatch(judged(series), error = function(e) list(name = series$name, stopped = TRUE))
})
cat(jsonlite::toJSON(
  list(
    program = "NHSRplotthedots", version = "0.2.2", licence = "MIT",
    run_with = paste0("R ", getRversion(), ", dplyr ", packageVersion("dplyr")),
    series = results
  ),
  auto_unbox = TRUE, null = "null", na = "null"
))
